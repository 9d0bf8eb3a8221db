package org.winnow.schemas.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One file or directory as the formats see it: its name, its first bytes, its content.
 *
 * <p>Gzip and Zstandard are taken off, whatever the file is called.
 */
final class Input implements Closeable {
  private final Path path;
  private final String suffix;
  private final Content content;
  private final boolean directory;
  private final AtomicLong bytesRead;

  private Input(Path path, Content content, boolean directory, AtomicLong bytesRead) {
    this.bytesRead = bytesRead;
    this.path = path;
    this.suffix = FileNames.suffix(path.toString());
    this.content = content;
    this.directory = directory;
  }

  /**
   * Opens a file or a directory; the caller closes it.
   *
   * @throws IOException if there is no such file or it cannot be read
   */
  static Input open(Path path) throws IOException {
    return open(path, new AtomicLong());
  }

  /** Opens a file that is a part of this input; what is read of it counts here too. */
  Input openPart(Path part) throws IOException {
    return open(part, bytesRead);
  }

  private static Input open(Path path, AtomicLong bytesRead) throws IOException {
    return Files.isDirectory(path)
        ? new Input(path, Content.none(path), true, bytesRead)
        : new Input(path, Content.open(path, bytesRead), false, bytesRead);
  }

  /** The file for random access; marks failures of the disk. */
  DiskFile disk() {
    return new DiskFile(path, bytesRead);
  }

  /** Bytes that were read so far, as they lie on disk; bytes that are read twice count twice. */
  long bytesRead() {
    return bytesRead.get();
  }

  Path path() {
    return path;
  }

  /** What follows the last dot of the name, compression suffixes aside; lower case. */
  String suffix() {
    return suffix;
  }

  boolean isDirectory() {
    return directory;
  }

  boolean isCompressed() {
    return content.isCompressed();
  }

  /** The first bytes of the content, decompressed; fewer if the file is short or damaged. */
  byte[] head() {
    return content.head();
  }

  boolean startsWith(byte[] magic) {
    return head().length >= magic.length
        && Arrays.equals(head(), 0, magic.length, magic, 0, magic.length);
  }

  /** The content from the start, decompressed. There is one; closing the input closes it. */
  InputStream content() {
    return content;
  }

  /** Whether the end of the file has been met, so that an error means that there is too little. */
  boolean isAtEnd() {
    return content.isAtEnd();
  }

  /**
   * What an exception of a decoder means: a file cut short if its end was met, else nonsense in it.
   *
   * @throws DiskFailure if the exception stems from the disk
   */
  DamagedFile damage(Exception e) throws DiskFailure {
    DiskFailure.throwIfCauseOf(e);
    return DamagedFile.afterLastRow(
        isAtEnd() || e instanceof EOFException ? DamagedFile.TRUNCATED : DamagedFile.UNREADABLE,
        describe(e));
  }

  /** An exception as evidence: its kind and message. */
  static String describe(Exception e) {
    return e.getClass().getSimpleName().toLowerCase(Locale.ROOT).equals("ioexception")
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
