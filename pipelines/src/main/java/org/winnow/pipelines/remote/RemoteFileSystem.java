package org.winnow.pipelines.remote;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One bucket of an object store, or one cluster of a distributed file system. */
final class RemoteFileSystem extends FileSystem {
  private final RemoteProvider provider;
  private final String root;

  /**
   * A file system.
   *
   * @param root scheme and authority, such as {@code s3://bucket}
   */
  RemoteFileSystem(RemoteProvider provider, String root) {
    this.provider = provider;
    this.root = root;
  }

  /** Scheme and authority. */
  String root() {
    return root;
  }

  @Override
  public RemoteProvider provider() {
    return provider;
  }

  @Override
  public RemotePath getPath(String first, String... more) {
    String text = more.length == 0 ? first : first + "/" + String.join("/", more);
    List<String> names = new ArrayList<>();
    for (String name : text.split("/", -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return new RemotePath(this, text.startsWith("/"), names);
  }

  /** Matches as paths of this machine are matched. */
  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(Path.of(path.toString()));
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  /** Stays open as long as the process lives. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("the file system of " + root + " cannot be closed");
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("no users are known of " + root);
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException(root + " cannot be watched");
  }
}
