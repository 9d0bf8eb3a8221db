package org.winnow.pipelines.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.winnow.pipelines.TryLaterException;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Locations;
import org.winnow.transforms.read.InputFile;

/**
 * What the inputs and targets were when a run began: their content for the manifest, and enough to
 * see whether they were changed while the run read them.
 *
 * @param byPath one for each file or folder, by its path: an input and a target may share a name
 */
record InputStamps(Map<String, Stamp> byPath) {
  InputStamps {
    byPath = Map.copyOf(byPath);
  }

  /**
   * One input.
   *
   * @param sha256 of a file its content, of a folder the names and contents of its files
   * @param files size and time of change of each file, by path
   */
  record Stamp(String sha256, Map<String, String> files) {}

  /** Reads every file once, several at a time. */
  static InputStamps take(List<InputFile> inputs) throws IOException {
    try {
      return new InputStamps(
          inputs.stream().map(InputFile::path).distinct().toList().parallelStream()
              .collect(Collectors.toMap(Function.identity(), unchecked(InputStamps::stamp))));
    } catch (UncheckedIOException e) {
      throw new IOException("an input cannot be read: " + e.getMessage(), e);
    }
  }

  /** The digest of one of the files. */
  String sha256(InputFile input) {
    Stamp stamp = byPath.get(input.path());
    if (stamp == null) {
      throw new IllegalArgumentException("no stamp was taken of " + input.name());
    }
    return stamp.sha256;
  }

  /**
   * Checks that no input has been touched since.
   *
   * @throws TryLaterException if one has
   */
  void check(List<InputFile> inputs) throws IOException, TryLaterException {
    Set<String> changed = new LinkedHashSet<>();
    for (InputFile input : inputs) {
      Stamp before = byPath.get(input.path());
      if (before == null || !before.files.equals(files(Locations.path(input.path())))) {
        changed.add(input.name());
      }
    }
    if (!changed.isEmpty()) {
      throw new TryLaterException(
          "the input changed while it was read: "
              + String.join(", ", changed)
              + "; nothing was published, run again when nothing writes there");
    }
  }

  private static Stamp stamp(String input) throws IOException {
    Path path = Locations.path(input);
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
