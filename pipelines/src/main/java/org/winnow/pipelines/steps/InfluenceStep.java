package org.winnow.pipelines.steps;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.pipelines.recipe.Mappings;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.format.InputFiles;
import org.winnow.schemas.format.Mapping;
import org.winnow.scorers.GradientSketchScorer;
import org.winnow.scorers.ScoringPlan;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.features.AddInfluence;
import org.winnow.transforms.features.CheckpointFeatures;
import org.winnow.transforms.features.FeatureColumns;
import org.winnow.transforms.read.InputFile;

/**
 * {@code influence}: scores how much training on a row would help with a target set.
 *
 * @param target the target set as written: a file, a glob or a folder
 * @param mapping how its fields become messages
 * @param within whether the target is one group, or each of its domains is one
 * @param after whether the rows keep their gradient sketch
 */
record InfluenceStep(String target, Mapping mapping, Scope within, FeatureColumns after)
    implements StepSpec {
  static final StepType TYPE =
      new StepType(
          "influence",
          "Adds "
              + AddInfluence.COSINE
              + ", from -1 to 1: the cosine of a row's gradient sketch with the mean direction of a"
              + " target set, which the same model scores; high where training on the row helps"
              + " most.",
          List.of(
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
                  "within",
                  "corpus or domain",
                  "corpus",
                  "Whether the target has one mean, or each of its domains has one; then the"
                      + " greatest cosine counts."),
              new OptionDoc(
                  "keep_features",
                  "true or false",
                  "false",
                  "Whether the columns of the gradient sketch stay in the rows and in the"
                      + " output.")),
          "influence: {target: target.jsonl, keep_features: true}",
          InfluenceStep::read);

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {target: target.jsonl}");
    body.allowKeys("target", "shape", "columns", "within", "keep_features");
    return new InfluenceStep(
        body.get("target").text("the path of a file, a glob or a folder"),
        Mappings.read(body),
        body.get("within").oneOfOr(Scope.CORPUS, Scope.class),
        body.get("keep_features").flagOr(false) ? FeatureColumns.KEEP : FeatureColumns.DROP);
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    boolean hasSketch = !context.needColumnsFrom(where, GradientSketchScorer.PREFIX).isEmpty();
    List<InputFile> files = files(where + ".target", context);
    if (!hasSketch || files.isEmpty() || context.sketching().isEmpty()) {
      return Optional.empty();
    }
    ScoringPlan plan = context.sketching().get();
    List<String> features = PlanContext.sketchColumns(plan);
    return Optional.of(
        new PreparedStep(
            label,
            "influence on " + target + (within == Scope.DOMAIN ? ", on each of its domains" : ""),
            List.of(AddInfluence.COSINE),
            after == FeatureColumns.DROP ? features : List.of(),
            Optional.empty(),
            RowForecast.unchanged(true),
            false,
            new Influence(
                new ScoredTarget(label, files, plan, context.store()), features, within, after)));
  }

  /** The target's files; notes a problem and is empty if there is none. */
  private List<InputFile> files(String where, PlanContext context) {
    Path folder = context.folder().toAbsolutePath().normalize();
    List<InputFile> files = new ArrayList<>();
    try {
      for (Path path : InputFiles.list(folder.resolve(target))) {
        Path normal = path.toAbsolutePath().normalize();
        Path name = normal.startsWith(folder) ? folder.relativize(normal) : normal;
        files.add(
            new InputFile(
                path.toString(),
                name.toString().replace('\\', '/'),
                "",
                mapping,
                InputFiles.bytes(List.of(path)),
                Long.MAX_VALUE));
      }
    } catch (PatternSyntaxException e) {
      context.problems().add(where, "'" + target + "' is no glob: " + e.getDescription());
      return List.of();
    } catch (NoSuchFileException e) {
      // nothing of that name: said below
      files.clear();
    } catch (IOException e) {
      context.problems().add(where, "cannot list " + target + ": " + e);
      return List.of();
    }
    if (files.isEmpty()) {
      context.problems().add(where, "there is no file to read in " + folder.resolve(target));
    }
    return files;
  }

  private static final class Influence extends PTransform<PCollection<CorpusBatch>, StepResult> {
    private final ScoredTarget target;
    private final List<String> features;
    private final Scope within;
    private final FeatureColumns after;

    Influence(ScoredTarget target, List<String> features, Scope within, FeatureColumns after) {
      this.target = target;
      this.features = features;
      this.within = within;
      this.after = after;
    }

    @Override
    public StepResult expand(PCollection<CorpusBatch> corpus) {
      StepResult scored = corpus.getPipeline().apply("Score target", target);
      return new StepResult(
          corpus.apply(
              "Add influence",
              new AddInfluence(
                  List.of(CheckpointFeatures.alone(features)), scored.kept(), within, after)),
          scored.rejected());
    }
  }
}
