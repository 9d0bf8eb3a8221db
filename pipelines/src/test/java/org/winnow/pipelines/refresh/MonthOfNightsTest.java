package org.winnow.pipelines.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.TryLaterException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.run.CurationRun;

/** Thirty nights, in which happens what happens to datasets. */
class MonthOfNightsTest {
  private static final int ROWS = 10;

  private final List<String> table = new ArrayList<>();
  private int night;

  /** A machine that dies; what it held is not given up in order. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void readersAlwaysGetAWholeVersionAndOnlyNewRowsAreScored(@TempDir Path folder) throws Exception {
    Nights nights = new Nights(folder);
    nights.write("a.jsonl", ROWS);
    nights.write("b.jsonl", ROWS);
    published(nights, 1, 2 * ROWS);

    for (String name : List.of("c", "d", "e")) {
      nights.write(name + ".jsonl", ROWS);
      published(nights, nights.checkLatest() + 1, ROWS);
    }
    // Night 5: nothing came.
    next(nights);
    assertThat(nights.refresh()).isInstanceOf(RefreshOutcome.Unchanged.class);
    assertThat(nights.checkLatest()).isEqualTo(4);

    // Night 6: two rows of a file are other ones; its batch is scored again.
    nights.change("c.jsonl", 2, "");
    RefreshOutcome.Published changed = published(nights, 5, ROWS);
    assertThat(changed.difference()).isPresent();
    assertThat(changed.difference().get().rows()).isEqualTo(new RowChanges(2, 2, 0, 48));

    // Night 7: a file is gone.
    Files.delete(nights.input("d.jsonl"));
    published(nights, 6, 0);

    brokenInputs(nights);
    refusedByAnExpectation(nights);
    crashes(nights);
    overlaps(nights);
    rollback(nights);
    while (night < 30) {
      nights.write("late-" + night + ".jsonl", ROWS);
      published(nights, nights.checkLatest() + 1, ROWS);
    }

    assertThat(nights.checkLatest()).isEqualTo(25);
    try (Stream<Path> kept = Files.list(nights.dataset().resolve("versions"))) {
      assertThat(kept.map(Path::getFileName).map(String::valueOf).sorted())
          .containsExactly("000021", "000022", "000023", "000024", "000025");
    }
    sameAsFromScratch(folder, nights);
    System.out.println(String.join("\n", table)); // the table of the nights, for people
  }

  /** Nights 8 to 10: too many broken rows, a file cut off in the middle, both mended. */
  private void brokenInputs(Nights nights) throws Exception {
    nights.write("f.jsonl", ROWS);
    nights.change("f.jsonl", 5, "{\"messages\":");
    next(nights);
    assertThatThrownBy(nights::refresh)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("5 of 50 rows are broken");
    assertThat(nights.checkLatest()).isEqualTo(6);

    Files.delete(nights.input("f.jsonl"));
    byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1};
    Files.write(nights.input("g.jsonl.gz"), gzip);
    next(nights);
    RefreshOutcome cut = nights.refresh();
    assertThat(cut).isInstanceOf(RefreshOutcome.Published.class);
    assertThat(((RefreshOutcome.Published) cut).report().stages().get(0).reasons()).hasSize(1);
    assertThat(nights.checkLatest()).isEqualTo(7);

    Files.delete(nights.input("g.jsonl.gz"));
    nights.write("f.jsonl", ROWS);
    published(nights, 8, ROWS);
  }

  /** Nights 11 and 12: most of the input is missing, and comes back. */
  private void refusedByAnExpectation(Nights nights) throws Exception {
    List<Path> away = List.of(nights.input("a.jsonl"), nights.input("b.jsonl"));
    Files.move(nights.input("c.jsonl"), nights.input("c.away"));
    for (Path file : away) {
      Files.move(file, Path.of(file + ".away"));
    }
    next(nights);
    RefreshOutcome outcome = nights.refresh();

    assertThat(outcome).isInstanceOf(RefreshOutcome.Refused.class);
    RefreshOutcome.Refused refused = (RefreshOutcome.Refused) outcome;
    assertThat(refused.failures())
        .containsExactly("max_drop: expected at most 50%, found 30 of 50 rows of version 8, 60%");
    assertThat(refused.folder().resolve("_winnow/report.html")).exists();
    assertThat(nights.checkLatest()).isEqualTo(8);

    Files.move(nights.input("c.away"), nights.input("c.jsonl"));
    for (Path file : away) {
      Files.move(Path.of(file + ".away"), file);
    }
    next(nights);
    assertThat(nights.refresh()).isInstanceOf(RefreshOutcome.Unchanged.class);
    assertThat(nights.checkLatest()).isEqualTo(8);
  }

  /** Nights 13 to 18: the machine dies behind every step, and the refresh is started again. */
  private void crashes(Nights nights) throws Exception {
    for (PublishingStep fatal : PublishingStep.values()) {
      int before = nights.checkLatest();
      nights.write("crash-" + fatal + ".jsonl", ROWS);
      next(nights);
      assertThatThrownBy(
              () ->
                  nights.refresh(
                      step -> {
                        if (step == fatal) {
                          throw new Crash();
                        }
                      }))
          .isInstanceOf(Crash.class);
      int after = nights.checkLatest();
      assertThat(after).isEqualTo(fatal.compareTo(PublishingStep.LATEST) < 0 ? before : before + 1);

      // The dead owner's right is still there, until it ends.
      nights.lockedUntil(Duration.ofMinutes(9));
      assertThatThrownBy(nights::refresh)
          .isInstanceOf(TryLaterException.class)
          .hasMessageContaining("another refresh is at work on this dataset: somebody");
      nights.pass(Duration.ofMinutes(10));
      RefreshOutcome again = nights.refresh();

      assertThat(nights.checkLatest()).isEqualTo(before + 1);
      // What was scored before the crash is not scored again.
      long scored = again instanceof RefreshOutcome.Published made ? made.report().rowsScored() : 0;
      assertThat(scored).isEqualTo(fatal == PublishingStep.LOCKED ? ROWS : 0);
      long hashed =
          again instanceof RefreshOutcome.Published made ? made.report().signaturesComputed() : 0;
      assertThat(hashed).isEqualTo(scored);
      row("crash behind " + fatal, ROWS, scored, hashed);
    }
  }

  /** Nights 19 and 20: two at once, and one that slept through its right. */
  private void overlaps(Nights nights) throws Exception {
    int before = nights.checkLatest();
    nights.write("overlap.jsonl", ROWS);
    next(nights);
    RefreshOutcome first =
        nights.refresh(
            step -> {
              if (step == PublishingStep.MADE) {
                assertThatThrownBy(nights::refresh)
                    .isInstanceOf(TryLaterException.class)
                    .hasMessageContaining("another refresh is at work");
              }
            });
    assertThat(first).isInstanceOf(RefreshOutcome.Published.class);
    assertThat(nights.checkLatest()).isEqualTo(before + 1);

    nights.write("sleep.jsonl", ROWS);
    next(nights);
    assertThatThrownBy(
            () ->
                nights.refresh(
                    step -> {
                      if (step == PublishingStep.COMPARED) {
                        nights.pass(Duration.ofMinutes(11));
                        publishMeanwhile(nights);
                      }
                    }))
        .isInstanceOf(TryLaterException.class)
        .hasMessageContaining("this refresh lost its right to publish");
    assertThat(nights.checkLatest()).isEqualTo(before + 2);
  }

  private static void publishMeanwhile(Nights nights) {
    try {
      assertThat(nights.refresh()).isInstanceOf(RefreshOutcome.Published.class);
    } catch (Exception e) {
      throw new AssertionError("the other refresh failed", e);
    }
  }

  /**
   * Nights 21 to 23: a version is taken back, and is not published again until something changes.
   */
  private void rollback(Nights nights) throws Exception {
    int before = nights.checkLatest();
    nights.write("bad.jsonl", ROWS);
    published(nights, before + 1, ROWS);
    Versions versions = new Versions(nights.dataset());
    assertThat(versions.rollBack(Optional.empty()).number()).isEqualTo(before);
    assertThat(nights.checkLatest()).isEqualTo(before);

    next(nights);
    assertThat(nights.refresh()).isInstanceOf(RefreshOutcome.TakenBack.class);
    assertThat(nights.checkLatest()).isEqualTo(before);

    nights.change("bad.jsonl", 1, "");
    RefreshOutcome.Published better = published(nights, before + 2, ROWS);
    assertThat(better.version().parent()).hasValue(before);
  }

  private RefreshOutcome.Published published(Nights nights, int version, long scored)
      throws Exception {
    next(nights);
    RefreshOutcome outcome = nights.refresh();
    assertThat(outcome).isInstanceOf(RefreshOutcome.Published.class);
    RefreshOutcome.Published made = (RefreshOutcome.Published) outcome;
    assertThat(made.version().number()).isEqualTo(version);
    assertThat(nights.checkLatest()).isEqualTo(version);
    assertThat(made.report().rowsScored()).isEqualTo(scored);
    assertThat(made.report().signaturesComputed()).isEqualTo(scored);
    assertThat(made.report().signaturesComputed() + made.report().signaturesFromStore())
        .isEqualTo(made.report().rowsRead());
    row(
        "version " + version,
        scored,
        made.report().rowsScored(),
        made.report().signaturesComputed());
    return made;
  }

  private void next(Nights nights) {
    night++;
    nights.pass(Duration.ofDays(1));
  }

  private void row(String what, long fresh, long scored, long hashed) {
    table.add(
        String.format(
            Locale.ROOT,
            "night %2d  %-24s rows new %3d, scored %3d, hashed %3d",
            night,
            what,
            fresh,
            scored,
            hashed));
  }

  /** The same inputs, seen for the first time, give the same files. */
  private static void sameAsFromScratch(Path folder, Nights nights) throws Exception {
    CurationPlan plan =
        CurationPlan.of(
            RecipeReader.read(folder.resolve("recipe.yaml"), List.of()),
            RunPaths.of(folder.resolve("fresh")),
            Optional.empty());
    new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();
    assertThat(Fixtures.tree(nights.dataset().resolve("latest/data")))
        .isEqualTo(Fixtures.tree(folder.resolve("fresh/data")))
        .isNotEmpty();
    assertThat(shape(nights.dataset().resolve("latest/_winnow/diff.json")))
        .contains("inputs", "rows", "drift", "cost");
  }

  private static List<String> shape(Path json) throws IOException {
    List<String> names = new ArrayList<>();
    new ObjectMapper().readTree(json.toFile()).fieldNames().forEachRemaining(names::add);
    return names;
  }
}
