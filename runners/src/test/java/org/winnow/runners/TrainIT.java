package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** Training from the command line, and the checkpoint used by another command. */
class TrainIT {
  private static final Path DATA = Path.of("../pipelines/examples/quickstart/data");

  @TempDir private Path folder = Path.of("");

  @Test
  void aTrainedCheckpointIsACheckpoint() throws IOException {
    Path recipe =
        write(
            """
            name: student
            seed: 3
            input: [{path: data.jsonl}]
            model: {checkpoint: builtin:reference, max_tokens: 128}
            train: {epochs: 1, batch_size: 2, learning_rate: 1e-3, low_rank: {rank: 2}}
            """);
    Files.writeString(
        folder.resolve("data.jsonl"),
        """
        {"question": "What is two plus two?", "answer": "Four."}
        {"question": "What is two plus three?", "answer": "Five."}
        {"question": "no JSON
        {"question": "What is two plus four?", "answer": "Six."}
        """);
    Path output = folder.resolve("student");

    Outcome outcome = Cli.winnow("train", recipe, "--output", output);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains(": 3 samples, 2 steps, loss ")
        .containsPattern("broken rows: \\w+ 1");
    assertThat(outcome.err()).contains("step 1 of 2, loss ").contains("step 2 of 2, loss ");
    Outcome bench =
        Cli.winnow(
            "bench",
            "score",
            "--checkpoint",
            output,
            "--input",
            DATA,
            "--rows",
            2,
            "--runs",
            1,
            "--twin-rows",
            0,
            "--scorers",
            "loss");
    assertThat(bench.exitCode()).as(bench.err()).isZero();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws IOException {
    Path recipe =
        write(
            """
            name: student
            input: [{path: data.jsonl}]
            model: {checkpoint: builtin:reference}
            train: {epochs: 0, warmup: 3, low_rank: 8, rate: 1}
            steps: []
            """);

    Outcome outcome = Cli.winnow("train", recipe);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("has 5 problems:")
        .contains("steps: unknown key; known here: name, seed, input, model, train")
        .contains("train.rate: unknown key")
        .contains("train.epochs: expected a whole number from 1 to 1000000, found 0")
        .contains("train.warmup: expected a share from 0% to 100%, such as 1%, found 3")
        .contains("train.low_rank: expected a mapping such as {rank: 8, alpha: 16}, found 8");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("recipe.yaml"), yaml);
  }
}
