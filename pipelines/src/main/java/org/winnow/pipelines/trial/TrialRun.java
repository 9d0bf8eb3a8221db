package org.winnow.pipelines.trial;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.InputSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.TrialRecipe;
import org.winnow.pipelines.run.SampleFiles;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Seeds;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScoringEngine;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.generate.Generation;
import org.winnow.scorers.generate.GenerationOptions;
import org.winnow.scorers.generate.GenerationRequest;
import org.winnow.scorers.generate.TextGenerator;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.synth.llm2llm.TaskTemplate;

/**
 * Carries out a trial. Checkpoints are kept in the output folder, so a trial that was cut off goes
 * on; {@code trial.json} there holds every number.
 */
public final class TrialRun {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final TrialRecipe recipe;
  private final Path folder;

  /**
   * A trial.
   *
   * @param folder where checkpoints and numbers go
   */
  public TrialRun(TrialRecipe recipe, Path folder) {
    this.recipe = recipe;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * Trains and measures.
   *
   * @param progress is told of each training when it has been measured
   * @throws RecipeException if a path or the model is wrong
   * @throws DataException if an input has no rows, or held-out rows are among those to learn from
   */
  public TrialResult run(Consumer<Measured> progress)
      throws RecipeException, DataException, IOException {
    List<Sample> curated = read("curated", recipe.curated());
    List<Sample> everything = read("everything", recipe.everything());
    List<Sample> heldOut = read("held_out", recipe.heldOut());
    Set<String> held = new HashSet<>();
    heldOut.forEach(sample -> held.add(sample.id()));
    long leaked =
        Stream.concat(curated.stream(), everything.stream())
            .filter(sample -> held.contains(sample.id()))
            .map(Sample::id)
            .distinct()
            .count();
    if (leaked > 0) {
      throw new DataException(
          leaked + " held-out rows are among those to learn from; remove them, by decontaminate");
    }
    List<Measured> trainings = new ArrayList<>();
    try {
      for (Arm arm : Arm.values()) {
        for (int repetition = 1; repetition <= recipe.repetitions(); repetition++) {
          List<Sample> rows =
              switch (arm) {
                case CURATED -> curated;
                case RANDOM -> drawn(everything, curated.size(), repetition);
                case EVERYTHING -> everything;
              };
          Measured measured = train(arm, repetition, rows, heldOut);
          trainings.add(measured);
          progress.accept(measured);
        }
      }
    } catch (CheckpointException e) {
      throw new RecipeException("recipe " + recipe.name(), List.of("model: " + e.getMessage()));
    }
    TrialResult result = new TrialResult(trainings);
    AtomicFile.write(
        folder.resolve("trial.json"), file -> JSON.writeValue(file.toFile(), json(result)));
    return result;
  }

  private List<Sample> read(String what, List<InputSection> inputs)
      throws RecipeException, DataException, IOException {
    Map<String, Integer> broken = new TreeMap<>();
    List<Sample> samples = SampleFiles.read(recipe.name(), inputs, RunPaths.of(folder), broken);
    if (samples.isEmpty()) {
      throw new DataException(what + " holds no sound row; broken rows: " + broken);
    }
    return samples;
  }

  /** As many rows as wanted, by a hash of seed, repetition and id. */
  private List<Sample> drawn(List<Sample> everything, int count, int repetition) {
    record Drawn(long draw, int place, Sample sample) {}
    List<Drawn> draws = new ArrayList<>();
    for (int i = 0; i < everything.size(); i++) {
      long draw = Seeds.bits(recipe.seed(), "trial", everything.get(i).id(), "draw " + repetition);
      draws.add(new Drawn(draw, i, everything.get(i)));
    }
    return draws.stream()
        .sorted(Comparator.comparingLong(Drawn::draw).thenComparingInt(Drawn::place))
        .limit(count)
        .map(Drawn::sample)
        .toList();
  }

  private Measured train(Arm arm, int repetition, List<Sample> rows, List<Sample> heldOut) {
    long seed = Seeds.bits(recipe.seed(), "trial", "", "training " + repetition);
    Path checkpoint = folder.resolve(arm.label() + "-" + repetition);
    new StudentTrainer(recipe.model(), recipe.training().withSeed(seed))
        .train(rows, checkpoint, step -> {});
    ModelSpec trained = recipe.model().withCheckpoint(checkpoint.toString());
    OptionalDouble accuracy =
        recipe.task().isPresent()
            ? OptionalDouble.of(accuracy(trained, recipe.task().get(), heldOut))
            : OptionalDouble.empty();
    return new Measured(arm, repetition, rows.size(), loss(trained, heldOut), accuracy);
  }

  /** The mean over all scored tokens of the rows that the model can read. */
  private static double loss(ModelSpec model, List<Sample> heldOut) {
    try (ScoringEngine engine =
        ScoringEngine.open(ScoringPlan.of(model, List.of(ScorerConfig.of("loss"))))) {
      BatchScores scores = engine.score(heldOut);
      double[] means = scores.values()[scores.columns().indexOf("loss.mean")];
      double[] tokens = scores.values()[scores.columns().indexOf("text.response_tokens")];
      double sum = 0;
      double count = 0;
      for (int row = 0; row < means.length; row++) {
        if (!Double.isNaN(means[row])) {
          sum += means[row] * tokens[row];
          count += tokens[row];
        }
      }
      return sum / count;
    }
  }

  /** The share of rows whose last question is answered right; an answer cut off is wrong. */
  private double accuracy(ModelSpec model, TaskTemplate task, List<Sample> heldOut) {
    List<GenerationRequest> requests = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (Sample sample : heldOut) {
      List<Message> messages = sample.messages();
      int last = messages.size() - 1;
      if (last == 1
          && messages.get(0).role() == Role.USER
          && messages.get(1).role() == Role.ASSISTANT) {
        requests.add(
            new GenerationRequest(
                task.question(messages.get(0).content()),
                GenerationOptions.greedy(recipe.answerTokens())));
        right.add(messages.get(1).content());
      }
    }
    int hits = 0;
    try (TextGenerator generator = TextGenerator.open(model)) {
      List<Generation> answers = generator.generate(requests);
      for (int i = 0; i < answers.size(); i++) {
        boolean isWhole =
            answers.get(i) instanceof Generation.Answer answer
                && answer.finish() == Generation.Finish.STOP;
        if (isWhole && task.isRight(((Generation.Answer) answers.get(i)).text(), right.get(i))) {
          hits++;
        }
      }
    }
    return requests.isEmpty() ? 0 : (double) hits / requests.size();
  }

  private static ObjectNode json(TrialResult result) {
    ObjectNode json = JSON.createObjectNode();
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (Arm arm : Arm.values()) {
      intervals.put("loss." + arm.label(), result.loss(arm));
      result.accuracy(arm).ifPresent(i -> intervals.put("accuracy." + arm.label(), i));
    }
    for (Arm arm : List.of(Arm.RANDOM, Arm.EVERYTHING)) {
      intervals.put("loss_gain_over." + arm.label(), result.lossGain(arm));
      result
          .accuracyGain(arm)
          .ifPresent(i -> intervals.put("accuracy_gain_over." + arm.label(), i));
    }
    ObjectNode summary = json.putObject("mean_and_half_width_of_95_percent");
    intervals.forEach(
        (name, interval) -> {
          ObjectNode node = summary.putObject(name).put("mean", interval.mean());
          interval.halfWidth().ifPresent(width -> node.put("half_width", width));
        });
    for (Measured measured : result.trainings()) {
      ObjectNode node =
          requireNonNull(json.withArray("trainings"))
              .addObject()
              .put("arm", measured.arm().label())
              .put("repetition", measured.repetition())
              .put("rows", measured.rows())
              .put("loss", measured.loss());
      measured.accuracy().ifPresent(accuracy -> node.put("accuracy", accuracy));
    }
    return json;
  }
}
