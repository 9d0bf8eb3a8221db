package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** Trials from the command line. */
class TrialIT {
  @TempDir private Path folder = Path.of("");

  @Test
  void theSetThatIsLikeTheHeldOutRowsIsBetter() throws IOException {
    // What is curated answers in the form of the held-out rows, the rest does not.
    StringBuilder curated = new StringBuilder();
    StringBuilder everything = new StringBuilder();
    StringBuilder held = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      String good = row("What is " + i + " and " + i + "?", "The sum is:\n#### " + 2 * i);
      if (i < 8) {
        held.append(good);
      } else {
        curated.append(good);
        everything.append(good);
        for (int k = 0; k < 4; k++) {
          everything.append(row("Say " + k + " of " + i, "zzz qqq xxx " + i * k));
        }
      }
    }
    Files.writeString(folder.resolve("curated.jsonl"), curated);
    Files.writeString(folder.resolve("everything.jsonl"), everything);
    Files.writeString(folder.resolve("held.jsonl"), held);
    Path recipe =
        Files.writeString(
            folder.resolve("trial.yaml"),
            """
            name: trial
            seed: 1
            curated: [{path: curated.jsonl}]
            everything: [{path: everything.jsonl}]
            held_out: [{path: held.jsonl}]
            model: {checkpoint: builtin:reference, max_tokens: 64}
            train: {epochs: 2, batch_size: 4, learning_rate: 1e-3}
            repetitions: 2
            answers: {task: maths, answer_tokens: 12}
            """);
    Path output = folder.resolve("out");

    Outcome outcome = Cli.winnow("trial", recipe, "--output", output);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(output.resolve("trial.json").toFile());
    assertThat(json.path("trainings")).hasSize(6);
    JsonNode means = json.path("mean_and_half_width_of_95_percent");
    assertThat(means.path("loss.curated").path("mean").asDouble())
        .isLessThan(means.path("loss.random").path("mean").asDouble());
    assertThat(means.path("accuracy.curated").path("mean").asDouble()).isBetween(0.0, 1.0);
    assertThat(outcome.out())
        .containsPattern("curated +16 ")
        .containsPattern("random +16 ")
        .containsPattern("everything +80 ")
        .containsPattern("curated against random: loss (lower|higher) by \\d");
  }

  @Test
  void heldOutRowsMustNotBeLearned() throws IOException {
    Files.writeString(folder.resolve("rows.jsonl"), row("What?", "That."));
    Path recipe =
        Files.writeString(
            folder.resolve("trial.yaml"),
            """
            name: trial
            curated: [{path: rows.jsonl}]
            everything: [{path: rows.jsonl}]
            held_out: [{path: rows.jsonl}]
            model: {checkpoint: builtin:reference}
            """);

    Outcome outcome = Cli.winnow("trial", recipe, "--output", folder.resolve("out"));

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("1 held-out rows are among those to learn from; remove them, by decontaminate");
  }

  private static String row(String question, String answer) {
    return new ObjectMapper().createObjectNode().put("question", question).put("answer", answer)
        + "\n";
  }
}
