package org.winnow.scorers.checkpoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.winnow.schemas.Digests;

/**
 * Checkpoints that ship inside this library, named {@code builtin:<name>}.
 *
 * <p>Where the library is a directory of classes the files are used in place. Where it is a JAR
 * they are unpacked once into a directory named after their digest below {@code
 * ~/.cache/winnow/builtin}; the system property {@code winnow.cache} names another place.
 */
final class BuiltinCheckpoint {
  private static final String PREFIX = "builtin:";
  private static final List<String> NAMES = List.of("reference");
  private static final List<String> FILES =
      List.of(
          "NOTICE",
          "chat_template.jinja",
          "config.json",
          "model.safetensors",
          "tokenizer.json",
          "tokenizer_config.json");

  private BuiltinCheckpoint() {}

  static boolean isBuiltin(String checkpoint) {
    return checkpoint.startsWith(PREFIX);
  }

  static Path directory(String checkpoint) {
    String name = checkpoint.substring(PREFIX.length());
    if (!NAMES.contains(name)) {
      throw new CheckpointException(
          "there is no checkpoint '" + checkpoint + "', built in are " + PREFIX + NAMES.get(0));
    }
    URL config = resource(name, "config.json");
    try {
      if (config.getProtocol().equals("file")) {
        return requireNonNull(Path.of(URI.create(config.toString())).toAbsolutePath().getParent());
      }
      return unpacked(name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack checkpoint " + checkpoint, e);
    }
  }

  private static URL resource(String name, String file) {
    URL url = Checkpoint.class.getResource("/org/winnow/scorers/builtin/" + name + "/" + file);
    if (url == null) {
      throw new IllegalStateException("checkpoint resource " + name + "/" + file + " is missing");
    }
    return url;
  }

  /** Unpacks into a directory of its own and renames it, so that a half-written one never shows. */
  private static Path unpacked(String name) throws IOException {
    Path cache = cache();
    Path target = cache.resolve(name + "-" + digest(name));
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(cache);
    Path staging = Files.createTempDirectory(cache, name + "-");
    for (String file : FILES) {
      try (InputStream in = resource(name, file).openStream()) {
        Files.copy(in, staging.resolve(file));
      }
    }
    try {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      deleteFlat(staging);
    }
    return target;
  }

  private static void deleteFlat(Path directory) throws IOException {
    for (String file : FILES) {
      Files.deleteIfExists(directory.resolve(file));
    }
    Files.deleteIfExists(directory);
  }

  private static String digest(String name) throws IOException {
    MessageDigest digest = Digests.sha256();
    for (String file : FILES) {
      try (InputStream in = resource(name, file).openStream()) {
        digest.update(in.readAllBytes());
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static Path cache() {
    String configured = System.getProperty("winnow.cache");
    return configured == null
        ? Path.of(System.getProperty("user.home", "."), ".cache", "winnow", "builtin")
        : Path.of(configured, "builtin");
  }
}
