package org.winnow.pipelines.remote;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path behind a scheme. Absolute paths read {@code scheme://authority/a/b}, relative ones {@code
 * a/b}. Names are never empty: keys of an object store with two slashes in a row have no path.
 */
final class RemotePath implements Path {
  private final RemoteFileSystem files;
  private final boolean absolute;
  private final List<String> names;

  RemotePath(RemoteFileSystem files, boolean absolute, List<String> names) {
    this.files = files;
    this.absolute = absolute;
    this.names = List.copyOf(names);
  }

  private static RemotePath of(Path path) {
    if (path instanceof RemotePath remote) {
      return remote;
    }
    throw new ProviderMismatchException("expected a path behind a scheme, found " + path);
  }

  private RemotePath with(boolean isAbsolute, List<String> otherNames) {
    return new RemotePath(files, isAbsolute, otherNames);
  }

  @Override
  public RemoteFileSystem getFileSystem() {
    return files;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? with(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return absolute && names.isEmpty() ? null : getName(getNameCount() - 1);
  }

  @Override
  public @Nullable Path getParent() {
    boolean hasParent = absolute ? !names.isEmpty() : names.size() > 1;
    return hasParent ? with(absolute, names.subList(0, names.size() - 1)) : null;
  }

  /** Number of names; an empty relative path has one, an empty one, as paths have it. */
  @Override
  public int getNameCount() {
    return isEmpty() ? 1 : names.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int from, int to) {
    if (from < 0 || from >= to || to > getNameCount()) {
      throw new IllegalArgumentException(
          "expected names from 0 to " + getNameCount() + ", found " + from + " to " + to);
    }
    return isEmpty() ? this : with(false, names.subList(from, to));
  }

  private boolean isEmpty() {
    return !absolute && names.isEmpty();
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof RemotePath prefix
        && prefix.files == files
        && prefix.absolute == absolute
        && (prefix.isEmpty() ? isEmpty() : true)
        && names.size() >= prefix.names.size()
        && names.subList(0, prefix.names.size()).equals(prefix.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof RemotePath suffix) || suffix.files != files) {
      return false;
    }
    if (suffix.absolute || suffix.isEmpty()) {
      return equals(suffix);
    }
    int from = names.size() - suffix.names.size();
    return from >= 0 && names.subList(from, names.size()).equals(suffix.names);
  }

  @Override
  public Path normalize() {
    List<String> left = new ArrayList<>();
    for (String name : names) {
      boolean up = name.equals("..");
      boolean nothingAbove = left.isEmpty() || left.get(left.size() - 1).equals("..");
      if (name.equals(".") || (up && absolute && left.isEmpty())) {
        continue;
      }
      if (up && !nothingAbove) {
        left.remove(left.size() - 1);
      } else {
        left.add(name);
      }
    }
    return with(absolute, left);
  }

  @Override
  public Path resolve(Path other) {
    RemotePath tail = of(other);
    if (tail.absolute) {
      return tail;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(tail.names);
    return with(absolute, all);
  }

  @Override
  public Path relativize(Path other) {
    RemotePath target = of(other);
    if (target.files != files || target.absolute != absolute) {
      throw new IllegalArgumentException("there is no way from " + this + " to " + other);
    }
    int common = 0;
    while (common < Math.min(names.size(), target.names.size())
        && names.get(common).equals(target.names.get(common))) {
      common++;
    }
    List<String> way = new ArrayList<>(Collections.nCopies(names.size() - common, ".."));
    way.addAll(target.names.subList(common, target.names.size()));
    return with(false, way);
  }

  @Override
  public URI toUri() {
    try {
      String[] root = files.root().split("://", 2);
      return new URI(root[0], root[1], "/" + String.join("/", names), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(this + " is no URI", e);
    }
  }

  /** The same path; a relative one is below the root. */
  @Override
  public Path toAbsolutePath() {
    return absolute ? this : with(true, names);
  }

  /** The normal form of the path; there are no links. */
  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    Path real = toAbsolutePath().normalize();
    files.provider().checkAccess(real);
    return real;
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException(this + " cannot be watched");
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(of(other).toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RemotePath path
        && path.files == files
        && path.absolute == absolute
        && path.names.equals(names);
  }

  @Override
  public int hashCode() {
    return Objects.hash(files.root(), absolute, names);
  }

  @Override
  public String toString() {
    String joined = String.join("/", names);
    return absolute ? files.root() + "/" + joined : joined;
  }
}
