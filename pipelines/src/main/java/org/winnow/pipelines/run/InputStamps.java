package org.winnow.pipelines.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.winnow.pipelines.DataException;
import org.winnow.schemas.Digests;
import org.winnow.transforms.read.InputFile;

/**
 * What the inputs were when a run began: their content for the manifest, and enough to see whether
 * they were changed while the run read them.
 *
 * @param byName one for each input, by its name in the run
 */
record InputStamps(Map<String, Stamp> byName) {
  InputStamps {
    byName = Map.copyOf(byName);
  }

  /**
   * One input.
   *
   * @param sha256 of a file its content, of a folder the names and contents of its files
   * @param files size and time of change of each file, by path
   */
  record Stamp(String sha256, Map<String, String> files) {}

  /** Reads every input once, several at a time. */
  static InputStamps take(List<InputFile> inputs) throws IOException {
    try {
      return new InputStamps(
          inputs.parallelStream()
              .collect(Collectors.toMap(InputFile::name, unchecked(InputStamps::stamp))));
    } catch (UncheckedIOException e) {
      throw new IOException("an input cannot be read: " + e.getMessage(), e);
    }
  }

  /** The digest of an input. */
  String sha256(String name) {
    Stamp stamp = byName.get(name);
    if (stamp == null) {
      throw new IllegalArgumentException("no input is called " + name);
    }
    return stamp.sha256;
  }

  /**
   * Checks that no input has been touched since.
   *
   * @throws DataException if one has
   */
  void check(List<InputFile> inputs) throws IOException, DataException {
    List<String> changed = new ArrayList<>();
    for (InputFile input : inputs) {
      Stamp before = byName.get(input.name());
      if (before == null || !before.files.equals(files(Path.of(input.path())))) {
        changed.add(input.name());
      }
    }
    if (!changed.isEmpty()) {
      throw new DataException(
          "the input changed while it was read: "
              + String.join(", ", changed)
              + "; nothing was published, run again when nothing writes there");
    }
  }

  private static Stamp stamp(InputFile input) throws IOException {
    Path path = Path.of(input.path());
    Map<String, String> files = files(path);
    if (!Files.isDirectory(path)) {
      return new Stamp(Digests.hex(path), files);
    }
    MessageDigest digest = Digests.sha256();
    for (String file : files.keySet()) {
      String line = file + "\n" + Digests.hex(path.resolve(file)) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return new Stamp(HexFormat.of().formatHex(digest.digest()), files);
  }

  private static Map<String, String> files(Path input) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(input, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        FileTime changed = Files.getLastModifiedTime(file);
        files.put(input.relativize(file).toString(), Files.size(file) + " bytes, " + changed);
      }
    }
    return files;
  }

  private interface Read<A, B> {
    B of(A input) throws IOException;
  }

  private static <A, B> Function<A, B> unchecked(Read<A, B> read) {
    return input -> {
      try {
        return read.of(input);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
