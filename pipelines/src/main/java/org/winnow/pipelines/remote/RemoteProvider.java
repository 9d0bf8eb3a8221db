package org.winnow.pipelines.remote;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.Locations;

/**
 * Does with Beam's file systems what {@link java.nio.file.Files} asks for: reading at any place,
 * writing whole files from their start, listing, deleting, copying, renaming single files.
 *
 * <p>A file that is written replaces one of its name. On an object store it appears when it is
 * closed. Nothing is created for a folder.
 */
final class RemoteProvider extends FileSystemProvider {
  @Override
  public String getScheme() {
    return "beam";
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    return Channels.newInputStream(open(path));
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    Set<OpenOption> all =
        options.length == 0
            ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)
            : Set.copyOf(Arrays.asList(options));
    return Channels.newOutputStream(create(path, all));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (options.contains(StandardOpenOption.WRITE)) {
      return create(path, options);
    }
    ReadableByteChannel channel = open(path);
    if (channel instanceof SeekableByteChannel seekable) {
      return seekable;
    }
    channel.close();
    throw new IOException("expected a file that can be read at any place, found " + path);
  }

  private static ReadableByteChannel open(Path path) throws IOException {
    try {
      return FileSystems.open(resource(path));
    } catch (FileNotFoundException e) {
      throw missing(path, e);
    } catch (IOException | RuntimeException e) {
      // Beam's file systems tell a missing file in as many ways as there are of them.
      if (RemoteListing.file(path).isEmpty()) {
        throw missing(path, e);
      }
      throw failure(path, e);
    }
  }

  private interface Operation {
    void run() throws IOException;
  }

  /** Does something with Beam's file systems, which throw what their libraries throw. */
  private static void withBeam(Path path, Operation operation) throws IOException {
    try {
      operation.run();
    } catch (RuntimeException e) {
      throw failure(path, e);
    }
  }

  private static IOException failure(Path path, Exception cause) {
    return new IOException(path + ": " + cause.getMessage(), cause);
  }

  private SeekableByteChannel create(Path path, Set<? extends OpenOption> options)
      throws IOException {
    if (options.contains(StandardOpenOption.APPEND) || options.contains(StandardOpenOption.READ)) {
      throw new UnsupportedOperationException(
          path + " can be written from its start only, found " + options);
    }
    boolean isNew = options.contains(StandardOpenOption.CREATE_NEW);
    if (isNew && RemoteListing.file(path).isPresent()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (!isNew && !options.contains(StandardOpenOption.CREATE)) {
      checkAccess(path);
    }
    try {
      return new WriteChannel(FileSystems.create(resource(path), MimeTypes.BINARY));
    } catch (RuntimeException e) {
      throw failure(path, e);
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> entries = new ArrayList<>();
    for (String name : RemoteListing.names(folder)) {
      Path entry = folder.resolve(name);
      if (filter.accept(entry)) {
        entries.add(entry);
      }
    }
    if (entries.isEmpty() && !readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
      throw new NotDirectoryException(folder.toString());
    }
    return new Entries(entries);
  }

  private record Entries(List<Path> entries) implements DirectoryStream<Path> {
    @Override
    public Iterator<Path> iterator() {
      return entries.iterator();
    }

    @Override
    public void close() {}
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) {
    // A folder comes with its first file.
  }

  @Override
  public void delete(Path path) throws IOException {
    if (readAttributes(path, BasicFileAttributes.class).isDirectory()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    withBeam(path, () -> FileSystems.delete(List.of(resource(path))));
    // Beam does not look whether S3 has refused it.
    if (RemoteListing.file(path).isPresent()) {
      throw new IOException(path + " is still there after it was deleted: is deleting allowed?");
    }
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    checkPlace(to, options);
    checkFile(from);
    withBeam(to, () -> FileSystems.copy(List.of(resource(from)), List.of(resource(to))));
  }

  /** Renames one file; an object store copies it and deletes the old one. */
  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    checkPlace(to, options);
    checkFile(from);
    withBeam(to, () -> FileSystems.rename(List.of(resource(from)), List.of(resource(to))));
  }

  private static void checkPlace(Path path, CopyOption... options) throws IOException {
    if (!Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING)
        && RemoteListing.file(path).isPresent()) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  private void checkFile(Path path) throws IOException {
    if (readAttributes(path, BasicFileAttributes.class).isDirectory()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  @Override
  public boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException("nothing is known of the store of " + path);
  }

  /** Looks whether there is such a file or folder; rights show when it is used. */
  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    readAttributes(path, BasicFileAttributes.class);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (!type.isAssignableFrom(RemoteAttributes.class)) {
      throw new UnsupportedOperationException("expected basic attributes, found " + type);
    }
    return type.cast(
        RemoteListing.attributes(path).orElseThrow(() -> new NoSuchFileException(path.toString())));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException("attributes of " + path + " have no names");
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException("attributes of " + path + " cannot be set");
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("file systems come with their first path");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return getPath(uri).getFileSystem();
  }

  @Override
  public Path getPath(URI uri) {
    return Locations.path(uri.toString());
  }

  private static NoSuchFileException missing(Path path, Exception cause) {
    NoSuchFileException missing = new NoSuchFileException(path.toString());
    missing.initCause(cause);
    return missing;
  }

  private static ResourceId resource(Path path) {
    return FileSystems.matchNewResource(path.toAbsolutePath().normalize().toString(), false);
  }
}
