package org.winnow.pipelines.remote;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Hadoop's file system of this machine under the name {@code hdfs://local}; folders have no bytes,
 * as in HDFS.
 */
public final class LocalAsHdfs extends RawLocalFileSystem {
  @Override
  public URI getUri() {
    return URI.create("hdfs://local");
  }

  @Override
  public String getScheme() {
    return "hdfs";
  }

  @Override
  protected void checkPath(Path path) {
    // Every path is one of this file system's.
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return withoutBytes(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return Arrays.stream(super.listStatus(path))
        .map(LocalAsHdfs::withoutBytes)
        .toArray(FileStatus[]::new);
  }

  private static FileStatus withoutBytes(FileStatus status) {
    return status.isDirectory()
        ? new FileStatus(0, true, 0, 0, status.getModificationTime(), status.getPath())
        : status;
  }
}
