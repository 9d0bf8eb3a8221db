package org.winnow.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder of {@link StoreEntry} files under keys that say what they were made of, so that nothing
 * costly is made twice.
 *
 * <p>A key is a hash of everything that changes the value, as hexadecimal digits; whoever makes the
 * value makes the key. An entry is whole or it is not there; a damaged one counts as missing, and
 * is told of. Several processes may share a store.
 */
public final class KeyedStore {
  private static final int FOLDER_CHARS = 2;

  private final Path directory;
  private final String suffix;
  private final Runnable whenDamaged;

  /**
   * A store.
   *
   * @param directory where entries are, in folders by the first {@value #FOLDER_CHARS} digits of
   *     their keys; it is created when the first entry is written
   * @param suffix what the files of this kind of value end in, such as {@code .scores}
   * @param whenDamaged is run each time that a damaged entry is met
   */
  public KeyedStore(Path directory, String suffix, Runnable whenDamaged) {
    this.directory = directory;
    this.suffix = suffix;
    this.whenDamaged = whenDamaged;
  }

  /** Whether there is an entry; does not look into it. */
  public boolean contains(String key) {
    return Files.isRegularFile(file(key));
  }

  /** What was stored under {@code key}, or empty if nothing was or the entry is damaged. */
  public Optional<byte[]> get(String key) throws IOException {
    return StoreEntry.read(file(key), whenDamaged);
  }

  /** Stores a value; the last of several writers wins. */
  public void put(String key, byte[] body) throws IOException {
    StoreEntry.write(file(key), body);
  }

  private Path file(String key) {
    return directory.resolve(key.substring(0, FOLDER_CHARS)).resolve(key + suffix);
  }
}
