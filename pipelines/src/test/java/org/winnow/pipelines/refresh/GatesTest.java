package org.winnow.pipelines.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.winnow.pipelines.recipe.Expectations;
import org.winnow.pipelines.run.RunReport;

class GatesTest {
  private static final Expectations STRICT =
      new Expectations(
          OptionalLong.of(61),
          Optional.of(new BigDecimal("25")),
          Optional.of(new BigDecimal("39.9")),
          OptionalDouble.of(0.2),
          Optional.of(new BigDecimal("10")));

  /** 100 rows are read, 10 are broken, 18 of 90 contaminated, 12 not selected; 60 stay. */
  private static final RunReport REPORT =
      new RunReport(
          "r",
          Instant.EPOCH,
          1,
          100,
          60,
          0,
          0,
          0,
          0,
          0,
          List.of(
              new RunReport.Stage("read", 90, Map.of("malformed_json", 10L), 0),
              new RunReport.Stage("decontaminate", 72, Map.of("contaminated", 18L), 0),
              new RunReport.Stage("select", 60, Map.of("not_selected", 12L), 0)),
          List.of());

  private static DatasetVersion parent(long rows) {
    return new DatasetVersion(7, Path.of("v"), OptionalInt.of(6), Instant.EPOCH, rows, "id");
  }

  private static DatasetDifference drift(String domain, double distance) {
    return drift(domain, 1, 1, distance);
  }

  private static DatasetDifference drift(
      String domain, long olderRows, long newerRows, double distance) {
    return new DatasetDifference(
        new RowChanges(0, 0, 0, 0),
        Map.of(),
        List.of(new ScoreDrift(domain, "loss.mean", olderRows, newerRows, 0, 0, distance)),
        List.of(),
        List.of());
  }

  @Test
  void everyGateSaysWhatItExpectedAndFound() {
    assertThat(
            Gates.failures(STRICT, REPORT, Optional.of(parent(81)), Optional.of(drift("", 0.25))))
        .containsExactly(
            "min_rows: expected at least 61, found 60",
            "max_rejected: expected at most 39.9%, found 40 of 100 rows read, 40%",
            "max_drop: expected at most 25%, found 21 of 81 rows of version 7, 25.93%",
            "max_drift: expected a distance of at most 0.2, found 0.25 of loss.mean",
            "max_contamination: expected at most 10%, found 18 of 90 rows that came to"
                + " decontaminate, 20%");
  }

  @Test
  void boundsThemselvesHoldAndDomainsDoNotCount() {
    Expectations exact =
        new Expectations(
            OptionalLong.of(60),
            Optional.of(new BigDecimal("25")),
            Optional.of(new BigDecimal("40")),
            OptionalDouble.of(0.2),
            Optional.of(new BigDecimal("20")));
    assertThat(
            Gates.failures(
                exact, REPORT, Optional.of(parent(80)), Optional.of(drift("maths", 0.9))))
        .isEmpty();
    assertThat(Gates.failures(exact, REPORT, Optional.empty(), Optional.empty())).isEmpty();
    assertThat(
            Gates.failures(
                Expectations.NONE, REPORT, Optional.of(parent(8000)), Optional.of(drift("", 1))))
        .isEmpty();
  }

  @Test
  void aScoreThatVanishesDriftsAndOneThatComesBackDoesNot() {
    Expectations expect =
        new Expectations(
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.of(0.2),
            Optional.empty());
    assertThat(Gates.failures(expect, REPORT, Optional.empty(), Optional.of(drift("", 9, 0, 1))))
        .containsExactly("max_drift: expected a distance of at most 0.2, found 1.0 of loss.mean");
    assertThat(Gates.failures(expect, REPORT, Optional.empty(), Optional.of(drift("", 0, 9, 1))))
        .isEmpty();
  }
}
