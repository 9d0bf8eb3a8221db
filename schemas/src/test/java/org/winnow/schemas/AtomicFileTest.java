package org.winnow.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @Test
  void createsFoldersAndLeavesTheFileAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a/b/c.txt");

    AtomicFile.write(file, temporary -> Files.writeString(temporary, "new"));

    assertEquals("new", Files.readString(file));
    assertEquals(List.of("c.txt"), names(folder.resolve("a/b")));
  }

  @Test
  void replacesAFileOfThatName(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("c.txt"), "a longer old text");

    AtomicFile.write(file, temporary -> Files.writeString(temporary, "new"));

    assertEquals("new", Files.readString(file));
    assertEquals(List.of("c.txt"), names(folder));
  }

  @Test
  void theOldFileStandsUntilTheNewOneIsWhole(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("c.txt"), "old");

    AtomicFile.write(
        file,
        temporary -> {
          Files.writeString(temporary, "new");
          assertEquals("old", Files.readString(file));
        });

    assertEquals("new", Files.readString(file));
  }

  @Test
  void leavesNothingWhenTheFillerFails(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("c.txt"), "old");

    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    temporary -> {
                      Files.writeString(temporary, "half");
                      throw new IOException("the disk is full");
                    }));

    assertEquals("cannot write " + file + ": the disk is full", failure.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("c.txt"), names(folder));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }
}
