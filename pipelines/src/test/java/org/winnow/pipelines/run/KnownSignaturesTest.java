package org.winnow.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.Fixtures;

/** Whole curations, one of them with signatures that an earlier one has stored. */
class KnownSignaturesTest {
  @Test
  void aRunOnKnownSignaturesPublishesTheSameAndSaysWhatItComputed(@TempDir Path folder)
      throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 6);
    Fixtures.corpus(folder.resolve("data/b.jsonl"), 4);

    assertThat(work(folder)).containsExactly(10L, 0L, 0L);
    Files.writeString(folder.resolve("data/c.jsonl"), Fixtures.row("What is 2 in a.jsonl"));
    damageOne(folder.resolve("out.winnow"));
    List<Long> grown = work(folder);
    Map<String, String> published = Fixtures.tree(folder.resolve("out/data"));

    // The damaged entry is one of 4 rows or one of 6.
    assertThat(grown).isIn(List.of(5L, 6L, 1L), List.of(7L, 4L, 1L));
    String report = Files.readString(folder.resolve("out/_winnow/report.html"));
    assertThat(report)
        .contains(
            "Hashed " + grown.get(0) + " rows for near_dup",
            "the signatures of " + grown.get(1) + " were known",
            "1 entries of the store were damaged");
    removeStore(folder.resolve("out.winnow"));
    assertThat(work(folder)).containsExactly(11L, 0L, 0L);
    assertThat(Fixtures.tree(folder.resolve("out/data"))).isEqualTo(published).isNotEmpty();
  }

  private static List<Long> work(Path folder) throws Exception {
    CurationPlan plan =
        Fixtures.plan(
            folder, "name: known", "input: [{path: data}]", "steps: [{near_dup: {verify: 0.7}}]");
    RunReport report = new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();
    assertThat(report.rowsWritten()).isEqualTo(10);
    assertThat(report.rowsFromStore()).isZero();
    return List.of(
        report.signaturesComputed(), report.signaturesFromStore(), report.damagedEntries());
  }

  private static List<Path> entries(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      return files.filter(file -> file.toString().endsWith(".bands")).sorted().toList();
    }
  }

  private static void damageOne(Path store) throws IOException {
    List<Path> entries = entries(store);
    assertThat(entries).hasSize(2);
    byte[] bytes = Files.readAllBytes(entries.get(0));
    bytes[bytes.length - 1] ^= 1;
    Files.write(entries.get(0), bytes);
  }

  private static void removeStore(Path store) throws IOException {
    for (Path entry : entries(store)) {
      Files.delete(entry);
    }
  }
}
