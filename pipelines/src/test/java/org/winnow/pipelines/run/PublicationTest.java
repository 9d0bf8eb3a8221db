package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.schemas.AtomicFile;

class PublicationTest {
  @Test
  void stagesBesideThePlaceAndPublishesByRename(@TempDir Path folder) throws Exception {
    RunPaths paths = RunPaths.of(folder.resolve("out"));

    try (Publication publication = Publication.open(paths)) {
      stage(publication, "first");
      assertFalse(Files.exists(paths.output()));
      publication.publish();
    }

    assertEquals("first", content(paths.output()));
    assertFalse(Files.exists(paths.stagings()));
  }

  /** A worker that is killed leaves the temporary file that it was writing. */
  @Test
  void temporaryFilesOfKilledWorkersAreNotPublished(@TempDir Path folder) throws Exception {
    RunPaths paths = RunPaths.of(folder.resolve("out"));

    try (Publication publication = Publication.open(paths)) {
      stage(publication, "whole");
      Path rejected = Files.createDirectories(publication.staging().resolve("rejected"));
      Path written = rejected.resolve("rejected-00000-of-00001.parquet");
      AtomicFile.write(
          written,
          temporary -> {
            Files.writeString(temporary, "half");
            Files.copy(temporary, rejected.resolve(temporary.getFileName() + ".copy"));
          });
      try (Stream<Path> files = Files.list(rejected)) {
        for (Path copy : files.filter(file -> file.toString().endsWith(".copy")).toList()) {
          String name = String.valueOf(copy.getFileName());
          Files.move(copy, rejected.resolve(name.substring(0, name.length() - ".copy".length())));
        }
      }
      assertEquals(2, entries(rejected));
      publication.publish();
    }

    assertEquals("whole", content(paths.output()));
    assertEquals(1, entries(paths.output().resolve("rejected")));
    assertTrue(Files.exists(paths.output().resolve("rejected/rejected-00000-of-00001.parquet")));
  }

  @Test
  void replacesThePublishedDatasetWhole(@TempDir Path folder) throws Exception {
    RunPaths paths = publish(folder, "first");
    Files.writeString(paths.output().resolve("only-in-first"), "");

    try (Publication publication = Publication.open(paths)) {
      stage(publication, "second");
      assertEquals("first", content(paths.output()));
      publication.publish();
    }

    assertEquals("second", content(paths.output()));
    assertFalse(Files.exists(paths.output().resolve("only-in-first")));
    assertFalse(Files.exists(paths.previous()));
  }

  @Test
  void aRunThatDoesNotPublishLeavesTheDatasetAlone(@TempDir Path folder) throws Exception {
    RunPaths paths = publish(folder, "first");

    try (Publication publication = Publication.open(paths)) {
      stage(publication, "half");
      assertTrue(Files.exists(publication.staging()));
    }

    assertEquals("first", content(paths.output()));
  }

  @Test
  void startsWithAnEmptyStagingFolder(@TempDir Path folder) throws Exception {
    RunPaths paths = RunPaths.of(folder.resolve("out"));
    Path dead;
    try (Publication publication = Publication.open(paths)) {
      stage(publication, "left over");
      dead = publication.staging();
    }

    try (Publication publication = Publication.open(paths)) {
      assertEquals(0, entries(publication.staging()));
      assertFalse(Files.exists(dead));
    }
  }

  @Test
  void whatADeadRunLeftAtWorkWritesIntoNoLaterDataset(@TempDir Path folder) throws Exception {
    RunPaths paths = RunPaths.of(folder.resolve("out"));
    Path dead;
    try (Publication publication = Publication.open(paths)) {
      dead = publication.staging();
    }

    for (int run = 0; run < 3; run++) {
      try (Publication publication = Publication.open(paths)) {
        stage(publication, "run " + run);
        Files.createDirectories(dead);
        Files.writeString(dead.resolve("train-00000-of-00001.parquet"), "late");
        publication.publish();
      }
      assertEquals("run " + run, content(paths.output()));
      assertFalse(Files.exists(paths.output().resolve("train-00000-of-00001.parquet")));
    }
  }

  @Test
  void aLockFileThatCountsNoRunsIsNamed(@TempDir Path folder) throws Exception {
    RunPaths paths = publish(folder, "first");
    Files.writeString(paths.work().resolve("lock"), "mine");

    IOException refused = assertThrows(IOException.class, () -> Publication.open(paths));

    assertEquals(
        "expected the number of runs in "
            + paths.work().resolve("lock")
            + ", found 'mine'; delete the file when no run is at work",
        refused.getMessage());
    Files.delete(paths.work().resolve("lock"));
    Publication.open(paths).close();
  }

  @Test
  void putsTheOldDatasetBackAfterACrashBetweenTheTwoRenames(@TempDir Path folder) throws Exception {
    RunPaths paths = publish(folder, "first");
    Files.move(paths.output(), paths.previous());

    try (Publication publication = Publication.open(paths)) {
      assertEquals("first", content(paths.output()), publication.toString());
    }

    assertFalse(Files.exists(paths.previous()));
  }

  @Test
  void forgetsTheOldDatasetAfterACrashBehindTheSecondRename(@TempDir Path folder) throws Exception {
    RunPaths paths = publish(folder, "second");
    Files.createDirectories(paths.previous().resolve("_winnow"));
    Files.writeString(paths.previous().resolve("_winnow/SUCCESS"), "first");

    try (Publication publication = Publication.open(paths)) {
      assertEquals("second", content(paths.output()), publication.toString());
    }

    assertFalse(Files.exists(paths.previous()));
  }

  @Test
  void refusesASecondRunWhileOneIsAtWork(@TempDir Path folder) throws Exception {
    RunPaths paths = RunPaths.of(folder.resolve("out"));

    try (Publication publication = Publication.open(paths)) {
      stage(publication, "first");
      DataException refused = assertThrows(DataException.class, () -> Publication.open(paths));
      assertTrue(String.valueOf(refused.getMessage()).startsWith("another run is at work on"));
      publication.publish();
    }

    assertEquals("first", content(paths.output()));
    Publication.open(paths).close();
  }

  @Test
  void leavesAForeignFolderAlone(@TempDir Path folder) throws IOException {
    Path home = folder.resolve("out");
    Files.createDirectories(home);
    Files.writeString(home.resolve("thesis.txt"), "years of work");

    DataException refused =
        assertThrows(DataException.class, () -> Publication.open(RunPaths.of(home)));

    assertTrue(String.valueOf(refused.getMessage()).contains("is not a dataset of winnow"));
    assertEquals("years of work", Files.readString(home.resolve("thesis.txt")));
    assertFalse(Files.exists(RunPaths.of(home).work()));
  }

  @Test
  void leavesAForeignFileAlone(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("out"), "x");

    assertThrows(DataException.class, () -> Publication.open(RunPaths.of(file)));

    assertEquals("x", Files.readString(file));
  }

  @Test
  void publishesToAnEmptyFolder(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("out"));

    RunPaths paths = publish(folder, "first");

    assertEquals("first", content(paths.output()));
  }

  private static RunPaths publish(Path folder, String content) throws Exception {
    RunPaths paths = RunPaths.of(folder.resolve("out"));
    try (Publication publication = Publication.open(paths)) {
      stage(publication, content);
      publication.publish();
    }
    return paths;
  }

  private static void stage(Publication publication, String content) throws IOException {
    Path success = publication.staging().resolve("_winnow/SUCCESS");
    Files.createDirectories(publication.staging().resolve("_winnow"));
    Files.writeString(success, content);
  }

  private static String content(Path dataset) throws IOException {
    return Files.readString(dataset.resolve("_winnow/SUCCESS"));
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
