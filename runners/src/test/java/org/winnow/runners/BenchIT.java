package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** The benchmark says everything it should; how fast anything is, no test asks. */
class BenchIT {
  private static final Path DATA = Path.of("../pipelines/examples/quickstart/data");

  @TempDir private Path folder = Path.of("");

  @Test
  void aMadeUpModelIsMeasuredWithEverySetOfScorersAndTheTwin() throws IOException {
    Path json = folder.resolve("bench.json");

    Outcome outcome =
        Cli.winnow(
            "bench", "score", "--random", "2,16,4,2,24,64,12,5", "--runs", 1, "--json", json);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines().map(line -> line.replaceFirst(" .*", "")))
        .containsSubsequence(
            "model",
            "samples",
            "machine",
            "scorers",
            "loss",
            "loss,donod",
            "loss,donod,spectrum",
            "naive",
            "thread",
            "loss",
            "loss,donod",
            "loss,donod,spectrum");
    assertThat(outcome.out())
        .contains("5 of 12 tokens on average, 11 of them scored; 0.0% padding; 0 refused");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("engine")).hasSize(3);
    for (JsonNode engine : report.path("engine")) {
      assertThat(engine.path("samples_per_second").asDouble()).isPositive();
      assertThat(engine.path("matmul_share").asDouble()).isPositive();
      assertThat(engine.path("times_faster_than_twin").asDouble()).isPositive();
      assertThat(engine.path("phase_seconds").fieldNames())
          .toIterable()
          .containsExactly("tokenise", "forward", "head", "backward", "spectra", "write");
    }
    assertThat(report.path("naive_twin").path("samples").asInt()).isEqualTo(5);
  }

  @Test
  void generationIsMeasuredBesideTheTwinThatStoresNothing() {
    Outcome outcome =
        Cli.winnow(
            "bench", "generate", "--input", DATA, "--rows", 3, "--new-tokens", 6, "--twin-rows", 2);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("requests  3, ")
        .containsPattern("stored +[0-9.,]+ +[0-9.,]+ +18\\n")
        .containsPattern("computed anew \\(slow twin\\) +[0-9.,]+ +[0-9.,]+ +12\\n")
        .contains("; 12 of 12 tokens are the same");
  }

  @Test
  void rowsOfAFileAreMeasuredWithoutTheTwin() {
    Outcome outcome =
        Cli.winnow(
            "bench",
            "score",
            "--checkpoint",
            "builtin:reference",
            "--input",
            DATA,
            "--rows",
            4,
            "--scorers",
            "loss",
            "--twin-rows",
            0,
            "--runs",
            1);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("builtin:reference: 4 layers, width 192")
        .doesNotContain("naive");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertRefused(List.of("--random", "1,2"), "expected LAYERS,WIDTH,HEADS");
    assertRefused(List.of("--scorers", "loss,lost"), "unknown scorer 'lost'");
    assertRefused(List.of("--checkpoint", "builtin:reference"), "--checkpoint and --input");
    assertRefused(
        List.of("--checkpoint", "none", "--input", DATA.toString()), "checkpoint none: expected");
    assertRefused(
        List.of("--checkpoint", "builtin:reference", "--input", "none.jsonl"), "none.jsonl");
    assertRefused(List.of("--device", "tpu"), "device must be auto, cpu or gpu:N");
    assertRefused(List.of("--runs", "0"), "--runs: expected at least 1");
  }

  private static void assertRefused(List<String> options, String message) {
    Outcome outcome =
        Cli.winnow(Stream.concat(Stream.of("bench", "score"), options.stream()).toArray());

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
  }
}
