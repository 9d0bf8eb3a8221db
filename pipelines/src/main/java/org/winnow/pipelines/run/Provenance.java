package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.steps.PreparedStep;
import org.winnow.schemas.Digests;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.transforms.read.InputFile;

/**
 * What a dataset is made of and by: inputs, targets and models by their content, the recipe, and
 * this version of Winnow. The same provenance gives the same data files.
 */
public final class Provenance {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode content;
  private final InputStamps inputs;

  private Provenance(ObjectNode content, InputStamps inputs) {
    this.content = content;
    this.inputs = inputs;
  }

  /**
   * The provenance of what a plan would make now. Reads every input once.
   *
   * @throws IOException if an input cannot be read
   */
  public static Provenance of(CurationPlan plan) throws IOException {
    InputStamps inputs =
        InputStamps.take(Stream.concat(plan.files().stream(), plan.targets().stream()).toList());
    ObjectNode content = JSON.createObjectNode();
    content.put("winnow_version", Version.number());
    content.put("seed", plan.recipe().seed());
    content.put(
        "recipe_sha256",
        Digests.hex(ResolvedRecipe.yaml(plan.recipe()).getBytes(StandardCharsets.UTF_8)));
    ArrayNode list = content.putArray("inputs");
    for (InputFile file : plan.files()) {
      list.addObject()
          .put("name", file.name())
          .put("bytes", file.bytes())
          .put("all_rows", file.maxRows() == Long.MAX_VALUE)
          .put("sha256", inputs.sha256(file));
    }
    ArrayNode targets = content.putArray("targets");
    ArrayNode scoring = content.putArray("scoring");
    for (PreparedStep step : plan.steps()) {
      addTargets(targets, step.label(), step.targets(), inputs);
      step.scoring().forEach(scored -> addScoring(scoring, step.label(), scored));
    }
    return new Provenance(content, inputs);
  }

  private static void addTargets(
      ArrayNode targets, String step, List<InputFile> files, InputStamps inputs) {
    for (InputFile file : files) {
      targets
          .addObject()
          .put("step", step)
          .put("name", file.name())
          .put("bytes", file.bytes())
          .put("sha256", inputs.sha256(file));
    }
  }

  private static void addScoring(ArrayNode scoring, String step, ScoringPlan scored) {
    Checkpoint checkpoint = Checkpoint.inspect(scored.model().checkpoint());
    scoring
        .addObject()
        .put("step", step)
        .put("model_sha256", checkpoint.modelDigest())
        .put("tokenizer_sha256", checkpoint.tokenizerDigest())
        .put("checkpoint", scored.model().checkpoint())
        .put("fingerprint", scored.fingerprint());
  }

  /** As it stands in the manifest. */
  public ObjectNode content() {
    return content;
  }

  /** What the inputs and targets were when they were read. */
  InputStamps inputs() {
    return inputs;
  }

  /** A digest of all of it. */
  public String identity() {
    return Digests.hex(content.toString().getBytes(StandardCharsets.UTF_8));
  }
}
