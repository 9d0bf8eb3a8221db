package org.winnow.synth.teacher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.winnow.schemas.StoreEntry;

/**
 * Remembers completions by what was asked, so that nothing is paid for twice.
 *
 * <p>An entry is the completion as it came, behind its checksum, under the request's {@link
 * RequestKey}. It is written under a temporary name and renamed: it is whole or it is not there. A
 * damaged entry is logged and counts as missing. Several processes may share a cache.
 *
 * <p>A failure to read or write a file other than damage is an {@link UncheckedIOException}.
 */
public final class AnswerCache {
  private static final String SUFFIX = ".answer";
  private static final int FOLDER_CHARS = 2;

  private final Path directory;

  /** A cache in {@code directory}, which is created when the first entry is written. */
  public AnswerCache(Path directory) {
    this.directory = directory;
  }

  /** Whether there is an entry; does not look into it. What is no key has none. */
  public boolean contains(String key) {
    return RequestKey.isKey(key) && Files.isRegularFile(file(key));
  }

  /** The completion under {@code key}, or empty if there is none or it is damaged. */
  public Optional<String> get(String key) {
    try {
      return StoreEntry.read(file(key)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the known answer " + file(key), e);
    }
  }

  /** Stores a completion; the last of several writers wins. */
  public void put(String key, String raw) {
    try {
      StoreEntry.write(file(key), raw.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store the answer " + file(key), e);
    }
  }

  private Path file(String key) {
    if (!RequestKey.isKey(key)) {
      throw new IllegalArgumentException("expected the key of a request, got '" + key + "'");
    }
    return directory.resolve(key.substring(0, FOLDER_CHARS)).resolve(key + SUFFIX);
  }
}
