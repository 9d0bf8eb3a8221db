package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** Scores beside the data, with a recipe and without one. */
class ScoreIT {
  private static final Path QUICKSTART = Path.of("../pipelines/examples/quickstart");

  @TempDir private Path folder = Path.of("");

  @Test
  void aRecipeIsReadAndScoredAndNothingElse() throws IOException {
    Path output = folder.resolve("scored");

    Outcome outcome =
        Cli.winnow(
            "score",
            QUICKSTART.resolve("recipe.yaml"),
            "--output",
            output,
            "--limit",
            12,
            "--set",
            "output.format=jsonl");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("left out, because they do not score: dedup_exact, select, mix")
        .contains("scored 12 rows", "read 12 rows, wrote 12 rows");
    assertThat(rows(output))
        .hasSize(12)
        .allMatch(
            row ->
                row.contains("\"loss.mean\":")
                    && row.contains("\"donod.don\":")
                    && row.contains("\"spectrum.effective_rank\":")
                    && row.contains("\"weight\":1.0"));
    assertThat(Files.readString(output.resolve("_winnow/recipe.resolved.yaml")))
        .contains("score:")
        .doesNotContain("select:", "mix:", "dedup_exact:");
    assertThat(output.resolve("_winnow/SUCCESS")).exists();
  }

  @Test
  void aFolderIsScoredWithTheDefaults() throws IOException {
    Path output = folder.resolve("scored");

    Outcome outcome =
        Cli.winnow("score", QUICKSTART.resolve("data"), "--output", output, "--limit", 6);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("scored 6 rows").doesNotContain("left out");
    assertThat(SampleIds.of(output.resolve("data/train-00000-of-00001.parquet"))).hasSize(6);
    assertThat(Files.readString(output.resolve("_winnow/recipe.resolved.yaml")))
        .contains("builtin:reference", "loss", "donod", "spectrum");
  }

  @Test
  void scorersOfTheCommandLineTakeThePlaceOfTheRecipes() throws IOException {
    Path output = folder.resolve("scored");

    Outcome outcome =
        Cli.winnow(
            "score",
            QUICKSTART.resolve("data/gsm8k.jsonl"),
            "--output",
            output,
            "--limit",
            3,
            "--scorers",
            "loss,{donod: {sign: before_minus_after}}",
            "--set",
            "output.format=jsonl");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(rows(output))
        .hasSize(3)
        .allMatch(row -> row.contains("\"donod.don\":") && !row.contains("\"spectrum."));
  }

  @Test
  void aRecipeThatDoesNotScoreIsRefused() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"), "name: a\ninput: [{path: .}]\nsteps: [mix: {}]\n");

    Outcome outcome = Cli.winnow("score", recipe, "--output", folder.resolve("out"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("there is no score step", "--scorers loss,donod");
  }

  @Test
  void whatIsWrongIsNamed() {
    Path data = QUICKSTART.resolve("data");
    assertRefused(List.of(data, "--scorers", "loss,lost"), "unknown scorer 'lost'; known scorers:");
    assertRefused(List.of(data, "--scorers", ""), "expected at least one scorer");
    assertRefused(List.of(data, "--checkpoint", folder.resolve("none")), "model.checkpoint: ");
    assertRefused(List.of(data, "--input", data), "the data to score is named already");
    assertRefused(List.of(folder.resolve("none")), "there is no file, glob match or folder");
    assertRefused(List.of(folder.resolve("none.yaml")), "there is no such file");
  }

  private void assertRefused(List<Object> arguments, String message) {
    Stream<Object> all =
        Stream.concat(
            Stream.concat(Stream.of("score"), arguments.stream()),
            Stream.of("--output", folder.resolve("out")));

    Outcome outcome = Cli.winnow(all.toArray());

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
  }

  private static List<String> rows(Path output) throws IOException {
    return Files.readAllLines(output.resolve("data/train-00000-of-00001.jsonl"));
  }
}
