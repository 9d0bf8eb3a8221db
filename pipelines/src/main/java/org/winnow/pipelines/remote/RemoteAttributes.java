package org.winnow.pipelines.remote;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file or a folder.
 *
 * @param isDirectory whether it is a folder: a name that files are below
 * @param size in bytes; 0 for a folder
 * @param lastModifiedTime of a file; the epoch for a folder, and where the store does not tell
 */
record RemoteAttributes(boolean isDirectory, long size, FileTime lastModifiedTime)
    implements BasicFileAttributes {
  /** A folder. */
  static final RemoteAttributes FOLDER = new RemoteAttributes(true, 0, FileTime.fromMillis(0));

  @Override
  public boolean isRegularFile() {
    return !isDirectory;
  }

  @Override
  public FileTime lastAccessTime() {
    return lastModifiedTime;
  }

  @Override
  public FileTime creationTime() {
    return lastModifiedTime;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public @Nullable Object fileKey() {
    return null;
  }
}
