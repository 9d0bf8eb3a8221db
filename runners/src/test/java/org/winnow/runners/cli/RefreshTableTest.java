package org.winnow.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.winnow.pipelines.refresh.DatasetDifference;
import org.winnow.pipelines.refresh.DatasetVersion;
import org.winnow.pipelines.refresh.ManifestChanges;
import org.winnow.pipelines.refresh.RefreshOutcome;
import org.winnow.pipelines.refresh.RefreshRun;
import org.winnow.pipelines.refresh.RowChanges;
import org.winnow.pipelines.refresh.ScoreDrift;

final class RefreshTableTest {
  private static final DatasetVersion SECOND =
      new DatasetVersion(2, Path.of("v"), OptionalInt.of(1), Instant.EPOCH, 1234, "id");

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  private static ManifestChanges changes(List<String> inputs, List<String> targets) {
    return new ManifestChanges(inputs, List.of(), List.of(), targets, List.of(), false, false);
  }

  @Test
  void aPlanSaysThatNothingIsToBeDone() {
    RefreshTable.printWithEnd(
        new RefreshRun.Plan(
            Optional.of(SECOND),
            Optional.of(changes(List.of(), List.of())),
            Optional.of(new RefreshOutcome.Unchanged(SECOND))),
        Path.of("ds"),
        out);

    assertThat(text.toString().lines())
        .containsExactly(
            "ds: version 2 of 1970-01-01T00:00:00Z, 1,234 rows",
            "nothing changed: version 2 stays the latest, nothing is published");
  }

  @Test
  void aPlanNamesInputsAndWhatStepsCompareWith() {
    RefreshTable.print(
        new RefreshRun.Plan(
            Optional.of(SECOND),
            Optional.of(changes(List.of("a.jsonl"), List.of("exam.jsonl"))),
            Optional.empty()),
        Path.of("ds"),
        out);

    assertThat(text.toString().lines().skip(1))
        .containsExactly("  new input: a.jsonl", "  what a step compares with changed: exam.jsonl");
  }

  /** The names of columns come from a manifest, which may be anybody's. */
  @Test
  void namesOfScoresCannotSteerTheTerminal() {
    String evil = "loss\u001b[31m";
    RefreshTable.print(
        new DatasetDifference(
            new RowChanges(1, 2, 3, 4),
            Map.of(evil, new RowChanges(1, 2, 3, 4)),
            List.of(new ScoreDrift("", evil, 1, 1, 0, 1, 0.5)),
            List.of(evil),
            List.of(evil)),
        out);
    out.flush();

    assertThat(text.toString())
        .contains("new score: loss", "score is gone: loss", "drift of loss")
        .doesNotContain("\u001b");
  }
}
