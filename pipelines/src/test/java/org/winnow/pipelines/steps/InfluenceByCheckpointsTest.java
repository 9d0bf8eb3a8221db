package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.Forecast;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.PipelineFailedException;
import org.winnow.pipelines.run.RunReport;
import org.winnow.schemas.Digests;

/** Influence at checkpoints that the step itself scores with. */
class InfluenceByCheckpointsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REFERENCE = "{checkpoint: builtin:reference, learning_rate: 3e-5}";
  private static final String OTHER = "{checkpoint: other, learning_rate: 1e-5}";

  @Test
  void isTheMeanOfTheCheckpointsCosinesWeightedByLearningRate(@TempDir Path folder)
      throws Exception {
    write(folder);
    Fixtures.otherCheckpoint(folder.resolve("other"));

    Map<String, Double> reference = cosines(folder, influence(REFERENCE));
    Map<String, Double> other = cosines(folder, influence(OTHER));
    Map<String, Double> both = cosines(folder, influence(REFERENCE, OTHER));

    assertEquals(6, both.size());
    for (String row : both.keySet()) {
      double expected = .75 * of(reference, row) + .25 * of(other, row);
      assertEquals(expected, of(both, row), 1e-12, row);
      assertTrue(Math.abs(of(reference, row) - of(other, row)) > 1e-3, row);
    }
  }

  @Test
  void oneCheckpointAndTheSameOneTwiceAreTheModelOfTheScoreStep(@TempDir Path folder)
      throws Exception {
    write(folder);

    Map<String, Double> byScoreStep =
        cosines(
            folder,
            "  - score: {scorers: [{gradient_sketch: {width: 16, seed: 7}}]}",
            "  - influence: {target: target.jsonl}");
    Map<String, Double> once = cosines(folder, influence(REFERENCE));
    Map<String, Double> twice =
        cosines(
            folder, influence(REFERENCE, "{checkpoint: builtin:reference, learning_rate: 0.1}"));

    assertEquals(byScoreStep, once);
    once.forEach((row, cosine) -> assertEquals(cosine, of(twice, row), 1e-12, row));
  }

  @Test
  void aRowThatCannotBeScoredIsRejectedOnce(@TempDir Path folder) throws Exception {
    write(folder);
    String tooLong = Fixtures.row("word ".repeat(300)) + "\n";
    Files.writeString(folder.resolve("target.jsonl"), tooLong + Fixtures.row("What is 3?"));
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 5);
    Files.writeString(folder.resolve("data/b.jsonl"), tooLong);

    CurationPlan plan = plan(folder, influence(REFERENCE, REFERENCE), "max_rejected: {rows: 2}");
    RunReport report = new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    assertEquals(5, report.rowsWritten());
    // one of the corpus and one of the target
    assertEquals(Map.of("too_long", 2L), report.stages().get(1).reasons());
    assertEquals(List.of("influence.cosine"), plan.scoreColumns());
  }

  @Test
  void theManifestTellsOfTargetsAndCheckpoints(@TempDir Path folder) throws Exception {
    write(folder);
    Fixtures.otherCheckpoint(folder.resolve("other"));
    // an input of the same name
    Fixtures.corpus(folder.resolve("data/target.jsonl"), 1);
    CurationPlan plan = plan(folder, influence(REFERENCE, OTHER));

    Forecast forecast = Forecast.of(plan, Fixtures.launcher());
    new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();
    Forecast after = Forecast.of(plan, Fixtures.launcher());

    assertEquals(
        "influence on target.jsonl (1 file); it and all rows are scored with gradient_sketch by"
            + " builtin:reference (learning rate 0.00003), other (learning rate 0.00001)",
        forecast.stages().get(1).summary());
    assertEquals(
        List.of(2L, 0L, 14L),
        List.of(
            (long) forecast.stages().get(1).scorings(),
            forecast.stages().get(1).knownRows(),
            after.stages().get(1).knownRows()));
    JsonNode manifest = JSON.readTree(folder.resolve("out/_winnow/manifest.json").toFile());
    assertEquals("target.jsonl", manifest.at("/inputs/1/name").asText());
    assertEquals(
        Digests.hex(folder.resolve("data/target.jsonl")), manifest.at("/inputs/1/sha256").asText());
    assertEquals(1, manifest.path("targets").size());
    assertEquals("influence", manifest.at("/targets/0/step").asText());
    assertEquals("target.jsonl", manifest.at("/targets/0/name").asText());
    assertEquals(
        Digests.hex(folder.resolve("target.jsonl")), manifest.at("/targets/0/sha256").asText());
    assertEquals(
        List.of("builtin:reference", folder.resolve("other").toString()),
        texts(manifest.path("scoring"), "checkpoint"));
    List<String> fingerprints = texts(manifest.path("scoring"), "fingerprint");
    assertEquals(
        plan.steps().get(0).scoring().stream().map(p -> p.fingerprint()).toList(), fingerprints);
    assertFalse(fingerprints.get(0).equals(fingerprints.get(1)));
  }

  @Test
  void aTargetThatChangesWhileItIsReadPublishesNothing(@TempDir Path folder) throws Exception {
    write(folder);
    Path target = folder.resolve("target.jsonl");
    CurationPlan plan = plan(folder, influence(REFERENCE));

    DataException refused =
        assertThrows(
            DataException.class,
            () -> new CurationRun(plan, writingAfterwards(target), Fixtures.NOON).run());

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("the input changed while it was read: target.jsonl;"), message);
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void namesWhatIsWrittenWrongly(@TempDir Path folder) {
    assertEquals(
        List.of(
            "steps[0].influence.keep_features: expected false together with checkpoints, whose"
                + " sketches no other step uses",
            "steps[0].influence.checkpoints[0].epoch: unknown key; known here: checkpoint,"
                + " learning_rate",
            "steps[0].influence.checkpoints[0].learning_rate: expected a number above 0, found"
                + " -1.0E-5",
            "steps[0].influence.checkpoints[1].learning_rate: expected a number above 0, found"
                + " nothing",
            "steps[0].influence.checkpoints[2].checkpoint: expected builtin:reference or the"
                + " folder of a checkpoint, found nothing",
            "steps[0].influence.checkpoints[3]: expected a mapping such as {checkpoint: ckpt-100,"
                + " learning_rate: 2e-5}, found 'd'",
            "steps[0].influence.width: gradient_sketch: width must be one of [64, 16, 256, 1024],"
                + " got '65'",
            "steps[0].influence.seed: gradient_sketch: seed must be a whole number, got 'x'"),
        problems(
            folder,
            "  - influence: {target: target.jsonl, keep_features: true, width: 65, seed: x,"
                + " checkpoints: [{checkpoint: a, learning_rate: -1e-5, epoch: 1}, {checkpoint: b},"
                + " {learning_rate: 1}, d]}"));
    assertEquals(
        List.of("steps[0].influence.checkpoints: expected at least one checkpoint"),
        problems(folder, "  - influence: {target: target.jsonl, checkpoints: []}"));
    assertEquals(
        List.of(
            "steps[0].influence.width: expected only together with checkpoints; without them the"
                + " sketch is that of the score step"),
        problems(folder, "  - influence: {target: target.jsonl, width: 16}"));
  }

  @Test
  void namesCheckpointsThatCannotBeUsed(@TempDir Path folder) throws Exception {
    Path stranger = Fixtures.otherCheckpoint(folder.resolve("stranger"));
    Path tokenizer = stranger.resolve("tokenizer.json");
    ObjectNode tokens = (ObjectNode) JSON.readTree(tokenizer.toFile());
    tokens.withArray("added_tokens").addObject().put("id", 4096).put("content", "<more>");
    JSON.writeValue(tokenizer.toFile(), tokens);

    List<String> problems =
        problems(
            folder,
            influence(
                REFERENCE,
                "{checkpoint: nowhere, learning_rate: 1}",
                "{checkpoint: stranger, learning_rate: 1}"));

    assertEquals(2, problems.size(), problems.toString());
    assertEquals(
        "steps[0].influence.checkpoints[1].checkpoint: checkpoint "
            + folder.resolve("nowhere")
            + ": expected a directory, found none at "
            + folder.resolve("nowhere"),
        problems.get(0));
    assertTrue(
        problems.get(1).startsWith("steps[0].influence.checkpoints[2].checkpoint: ")
            && problems.get(1).contains("their tokenizers differ"),
        problems.get(1));
  }

  private static String influence(String... checkpoints) {
    return "  - influence: {target: target.jsonl, width: 16, seed: 7, checkpoints: ["
        + String.join(", ", checkpoints)
        + "]}";
  }

  /** A corpus of six rows and a target of two. */
  private static void write(Path folder) throws IOException {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 6);
    Fixtures.corpus(folder.resolve("target.jsonl"), 2);
  }

  /** The influence of every row that a run writes, by the row's number. */
  private static Map<String, Double> cosines(Path folder, String... steps) throws Exception {
    new CurationRun(plan(folder, steps), Fixtures.launcher(), Fixtures.NOON).run();
    Map<String, Double> cosines = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve("out/data/train-00000-of-00001.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      cosines.put(row.path("source_row").asText(), row.path("influence.cosine").asDouble(-9));
    }
    return cosines;
  }

  private static double of(Map<String, Double> cosines, String row) {
    return cosines.getOrDefault(row, -9.0);
  }

  private static List<String> texts(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(entry -> entry.path(field).asText())
        .toList();
  }

  private static Launcher writingAfterwards(Path file) {
    return new Launcher() {
      @Override
      public Pipeline create() {
        return Fixtures.launcher().create();
      }

      @Override
      public void run(Pipeline pipeline) throws PipelineFailedException {
        Fixtures.launcher().run(pipeline);
        try {
          Fixtures.corpus(file, 3);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static List<String> problems(Path folder, String step) {
    return assertThrows(
            RecipeException.class,
            () -> {
              write(folder);
              plan(folder, step);
            })
        .problems();
  }

  private static CurationPlan plan(Path folder, String... rest) throws Exception {
    List<String> head =
        List.of(
            "name: influenced",
            "input: [{path: data}]",
            "output: {format: jsonl}",
            "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu,"
                + " when_too_long: reject}",
            "steps:");
    return Fixtures.plan(
        folder, Stream.concat(head.stream(), Stream.of(rest)).toArray(String[]::new));
  }
}
