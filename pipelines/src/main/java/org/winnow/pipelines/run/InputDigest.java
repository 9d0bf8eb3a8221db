package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.winnow.schemas.Digests;

/** Digest of an input: of a file its content, of a folder the names and contents of its files. */
final class InputDigest {
  private InputDigest() {}

  static String of(Path input) throws IOException {
    if (!Files.isDirectory(input)) {
      return Digests.hex(input);
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(input)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    MessageDigest digest = Digests.sha256();
    for (Path file : files) {
      String line = input.relativize(file) + "\n" + Digests.hex(file) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
