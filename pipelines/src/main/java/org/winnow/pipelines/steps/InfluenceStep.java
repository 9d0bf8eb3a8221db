package org.winnow.pipelines.steps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.schemas.CorpusBatch;
import org.winnow.scorers.GradientSketchScorer;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScorerOption;
import org.winnow.scorers.ScorerType;
import org.winnow.scorers.ScoringPlan;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.features.AddInfluence;
import org.winnow.transforms.features.CheckpointFeatures;
import org.winnow.transforms.features.FeatureColumns;
import org.winnow.transforms.read.InputFile;
import org.winnow.transforms.score.ScoreCorpus;

/**
 * {@code influence}: scores how much training on a row would help with a target set.
 *
 * @param target the target set
 * @param checkpoints by which corpus and target are scored here; empty to use the sketch of an
 *     earlier score step
 * @param sketch what the checkpoints score with
 * @param within whether the target is one group, or each of its domains is one
 * @param after whether the rows keep the gradient sketch of the earlier score step
 */
record InfluenceStep(
    Target target,
    List<TrainedCheckpoint> checkpoints,
    ScorerConfig sketch,
    Scope within,
    FeatureColumns after)
    implements StepSpec {
  private static final ScorerType SKETCH = GradientSketchScorer.TYPE;
  private static final String CHECKPOINTS = "checkpoints";
  private static final String KEEP_FEATURES = "keep_features";

  static final StepType TYPE =
      new StepType(
          "influence",
          "Adds "
              + AddInfluence.COSINE
              + ", from -1 to 1: the cosine of a row's gradient sketch with the mean direction of a"
              + " target set, which the same model scores; high where training on the row helps"
              + " most. With several checkpoints of a training it is the mean of their cosines,"
              + " weighted by learning rate.",
          options(),
          "influence: {target: target.jsonl, keep_features: true}",
          InfluenceStep::read);

  private static List<OptionDoc> options() {
    Stream<OptionDoc> own =
        Stream.of(
            new OptionDoc(
                "target",
                "path of a file, a glob or a folder",
                "",
                "The target set, relative to the recipe. It is compared with and never becomes"
                    + " output; of rows that cannot be read or scored the rejections tell."),
            new OptionDoc("shape", "as for an input", "auto", "How the target's rows look."),
            new OptionDoc(
                "columns", "as for an input", "", "Which of the target's fields are messages."),
            new OptionDoc(
                CHECKPOINTS,
                "list of {checkpoint: FOLDER, learning_rate: NUMBER}",
                "the recipe's model, with the gradient_sketch of a score step before",
                "Checkpoints of one training, and its learning rate at each. Corpus and target are"
                    + " scored by each of them here; no score step is needed."),
            new OptionDoc(
                "within",
                "corpus or domain",
                "corpus",
                "Whether the target has one mean, or each of its domains has one; then the"
                    + " greatest cosine counts."),
            new OptionDoc(
                KEEP_FEATURES,
                "true or false",
                "false",
                "Whether the columns of the gradient sketch stay in the rows and in the output;"
                    + " not together with checkpoints."));
    Stream<OptionDoc> ofSketch =
        SKETCH.options().stream()
            .map(
                option ->
                    new OptionDoc(
                        option.name(),
                        option.allowed(),
                        option.defaultValue(),
                        "Of the gradient sketch by checkpoints: " + option.doc()));
    return Stream.concat(own, ofSketch).toList();
  }

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {target: target.jsonl}");
    body.allowKeys(TYPE.options().stream().map(OptionDoc::name).toArray(String[]::new));
    RecipeNode checkpoints = body.get(CHECKPOINTS);
    boolean keeps = body.get(KEEP_FEATURES).flagOr(false);
    if (keeps && checkpoints.isPresent()) {
      body.get(KEEP_FEATURES)
          .problem("expected false together with checkpoints, whose sketches no other step uses");
    }
    return new InfluenceStep(
        Target.read(body),
        checkpoints.isPresent() ? TrainedCheckpoint.readAll(checkpoints) : List.of(),
        sketch(body),
        body.get("within").oneOfOr(Scope.CORPUS, Scope.class),
        keeps ? FeatureColumns.KEEP : FeatureColumns.DROP);
  }

  private static ScorerConfig sketch(RecipeNode body) {
    Map<String, String> options = new LinkedHashMap<>();
    for (ScorerOption option : SKETCH.options()) {
      RecipeNode node = body.get(option.name());
      if (!node.isPresent()) {
        continue;
      }
      if (!body.get(CHECKPOINTS).isPresent()) {
        node.problem(
            "expected only together with checkpoints; without them the sketch is that of the"
                + " score step");
        continue;
      }
      node.scalar()
          .ifPresent(
              value -> {
                SKETCH.problems(Map.of(option.name(), value)).forEach(node::problem);
                options.put(option.name(), value);
              });
    }
    return new ScorerConfig(SKETCH.name(), options);
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    Optional<Sketches> sketches =
        checkpoints.isEmpty() ? ofScoreStep(where, label, context) : ofOwn(where, label, context);
    List<InputFile> files = target.files(where + ".target", context);
    if (sketches.isEmpty() || files.isEmpty()) {
      return Optional.empty();
    }
    Sketches found = sketches.get();
    List<String> columns = found.features().stream().flatMap(f -> f.columns().stream()).toList();
    boolean drops = checkpoints.isEmpty() && after == FeatureColumns.DROP;
    return Optional.of(
        new PreparedStep(
            label,
            summary(files.size(), found),
            List.of(AddInfluence.COSINE),
            drops ? columns : List.of(),
            found.scoring(),
            files,
            RowForecast.unchanged(true),
            false,
            new Influence(new ScoredTarget(label, files, found.ofTarget()), found, within, after)));
  }

  private String summary(int files, Sketches sketches) {
    String ofTarget =
        (files == 1 ? "1 file" : files + " files")
            + (within == Scope.DOMAIN ? ", each domain for itself" : "");
    return checkpoints.isEmpty()
        ? "influence on " + target.written() + " (" + ofTarget + "), scored by " + sketches.model()
        : "influence on "
            + target.written()
            + " ("
            + ofTarget
            + "); it and all rows are scored with "
            + sketch.name()
            + " by "
            + checkpoints.stream().map(TrainedCheckpoint::shown).collect(Collectors.joining(", "));
  }

  /**
   * Where the gradient sketches come from.
   *
   * @param scoring what the corpus is scored with in this step
   * @param model the model that scores where the step does not
   * @param ofCorpus the same as transforms
   * @param ofTarget how the target is scored, at least one
   * @param features the columns of the sketches after this, one entry for each checkpoint
   */
  private record Sketches(
      List<ScoringPlan> scoring,
      String model,
      List<ScoreCorpus> ofCorpus,
      List<ScoreCorpus> ofTarget,
      List<CheckpointFeatures> features) {}

  /** The corpus has its sketches; the target gets them with the plan of that score step. */
  private static Optional<Sketches> ofScoreStep(String where, String label, PlanContext context) {
    if (context.needColumnsFrom(where, GradientSketchScorer.PREFIX).isEmpty()) {
      return Optional.empty();
    }
    return context
        .sketching()
        .map(
            plan ->
                new Sketches(
                    List.of(),
                    plan.model().checkpoint(),
                    List.of(),
                    List.of(new ScoreCorpus(label, plan, context.store())),
                    List.of(CheckpointFeatures.alone(PlanContext.sketchColumns(plan)))));
  }

  /** Corpus and target get a sketch of each checkpoint, under names that no other step uses. */
  private Optional<Sketches> ofOwn(String where, String label, PlanContext context) {
    if (context.model().isEmpty()) {
      context
          .problems()
          .add(
              where,
              "checkpoints read samples as the recipe's model does; add model: {checkpoint:"
                  + " builtin:reference}");
      return Optional.empty();
    }
    List<ScoringPlan> plans =
        TrainedCheckpoint.plans(checkpoints, sketch, context.model().get(), context);
    List<ScoreCorpus> scorings = new ArrayList<>();
    List<CheckpointFeatures> features = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      Map<String, String> names = new LinkedHashMap<>();
      for (String column : PlanContext.sketchColumns(plans.get(i))) {
        names.put(column, "checkpoint_" + (i + 1) + "." + column);
      }
      scorings.add(new ScoreCorpus(label, plans.get(i), context.store(), names));
      features.add(
          new CheckpointFeatures(List.copyOf(names.values()), checkpoints.get(i).learningRate()));
    }
    return plans.isEmpty()
        ? Optional.empty()
        : Optional.of(new Sketches(plans, "", scorings, scorings, features));
  }

  private static final class Influence extends PTransform<PCollection<CorpusBatch>, StepResult> {
    private final ScoredTarget target;
    private final List<ScoreCorpus> scorings;
    private final List<CheckpointFeatures> features;
    private final Scope within;
    private final FeatureColumns after;

    Influence(ScoredTarget target, Sketches sketches, Scope within, FeatureColumns after) {
      this.target = target;
      this.scorings = sketches.ofCorpus();
      this.features = sketches.features();
      this.within = within;
      this.after = after;
    }

    @Override
    public StepResult expand(PCollection<CorpusBatch> corpus) {
      StepResult compared = corpus.getPipeline().apply("Score target", target);
      if (scorings.isEmpty()) {
        return new StepResult(add(corpus, compared), compared.rejected());
      }
      StepResult scored = corpus.apply("Score corpus", new ScoreInTurn(scorings));
      return new StepResult(
          add(scored.kept(), compared),
          PCollectionList.of(scored.rejected())
              .and(compared.rejected())
              .apply("Bring rejections together", Flatten.pCollections())
              .setCoder(RejectionCoder.of()));
    }

    private PCollection<CorpusBatch> add(PCollection<CorpusBatch> corpus, StepResult compared) {
      return corpus.apply(
          "Add influence", new AddInfluence(features, compared.kept(), within, after));
    }
  }
}
