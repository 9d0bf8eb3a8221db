package org.winnow.transforms.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.transforms.Fixtures;

class WriteLinesTest {
  @Test
  void writesLinesSortedAndReplacesTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sub/lines.txt");
    write(file, List.of("old"));

    write(file, List.of("b", "é", "a", "b"));

    assertEquals("a\nb\nb\né\n", Files.readString(file));
  }

  @Test
  void writesNoFileWithoutLines(@TempDir Path folder) {
    write(folder.resolve("lines.txt"), List.of());

    assertFalse(Files.exists(folder.resolve("lines.txt")));
  }

  private static void write(Path file, List<String> lines) {
    Pipeline pipeline = Fixtures.pipeline();
    pipeline
        .apply(Create.of(lines).withCoder(StringUtf8Coder.of()))
        .apply("Write", new WriteLines(file));
    Fixtures.run(pipeline);
  }
}
