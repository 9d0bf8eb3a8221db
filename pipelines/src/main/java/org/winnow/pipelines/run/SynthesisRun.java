package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.EndpointSection;
import org.winnow.pipelines.recipe.LemmaSection;
import org.winnow.pipelines.recipe.Llm2LlmSection;
import org.winnow.pipelines.recipe.OptMathSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.pipelines.recipe.UltraPromptSection;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.Budget;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherSettings;

/**
 * Makes new samples as a recipe says. Answers of teacher and students and the students' checkpoints
 * are kept in the working folder, so a run that was cut off asks nothing twice and ends in the same
 * bytes.
 *
 * <pre>
 * OUT/
 *   data/train.jsonl         the new items: messages, parent, method, and how they came about
 *   rejected/rejected.jsonl  what the teacher wrote and was not taken: reason and evidence
 *   _winnow/                 a table of what happened, and why it ended
 * OUT.winnow/                answers, students
 * </pre>
 */
public final class SynthesisRun {
  private final SynthesisRecipe recipe;
  private final RunPaths paths;
  private final AnswerSource source;

  /**
   * A run that asks whom the recipe names.
   *
   * @param output the dataset to make
   */
  public SynthesisRun(SynthesisRecipe recipe, Path output) {
    this(recipe, output, AnswerSource.ofRecipe());
  }

  /**
   * A run.
   *
   * @param output the dataset to make
   * @param source from where answers come that are not known
   */
  public SynthesisRun(SynthesisRecipe recipe, Path output, AnswerSource source) {
    this.recipe = recipe;
    this.paths = RunPaths.of(output);
    this.source = source;
  }

  /**
   * What came of it.
   *
   * @param report what the method made
   * @param leftOut rows of the inputs that are of no use to it, by reason
   * @param spent what this run sent to a server; nothing for a teacher in this process
   * @param missing requests of a replay whose answers are not known; if there are any, nothing is
   *     published
   */
  public record Outcome(
      SynthesisReport report, Map<String, Integer> leftOut, Spending spent, int missing) {}

  /**
   * What a run would do.
   *
   * @param forecast what the method would ask
   * @param leftOut rows of the inputs that are of no use to it, by reason
   */
  public record Plan(SynthesisForecast forecast, Map<String, Integer> leftOut) {}

  /**
   * Reads the inputs and says what a run would do; asks, trains and writes nothing.
   *
   * @throws RecipeException if a path or a model is wrong
   * @throws DataException if the inputs do not allow the method
   * @throws IOException if a file cannot be read
   */
  public Plan plan() throws RecipeException, DataException, IOException {
    Pairs pairs = new Pairs(recipe.name(), paths);
    SynthesisMethod method = method(pairs, step -> {});
    TeacherSettings settings =
        recipe.server().map(EndpointSection::settings).orElse(TeacherSettings.STANDARD);
    return new Plan(method.forecast(settings, cache()), pairs.leftOut());
  }

  /**
   * Runs the recipe's method and publishes what it made, unless a replay lacked answers.
   *
   * @param progress is told the steps of trainings
   * @throws RecipeException if a path, a model or a key is wrong
   * @throws DataException if the inputs do not allow the method, or another run is at work
   * @throws org.winnow.synth.teacher.TeacherUnavailableException if the teacher cannot be asked;
   *     nothing is published
   * @throws org.winnow.synth.teacher.BatchPendingException if an offline batch has to be answered
   *     first; nothing is published
   * @throws IOException if a file cannot be read or written
   */
  public Outcome run(Consumer<StudentTrainer.Step> progress)
      throws RecipeException, DataException, IOException {
    source.check(paths);
    Pairs pairs = new Pairs(recipe.name(), paths);
    SynthesisMethod method = method(pairs, progress);
    Budget budget = OpenTeacher.budget(recipe);
    AnswerCache cache = cache();
    try (Publication publication = Publication.open(paths);
        Teacher teacher = OpenTeacher.of(recipe, source, budget, cache)) {
      SynthesisFiles files = new SynthesisFiles(publication.staging());
      SynthesisReport report = method.run(teacher, cache, files);
      if (source.missing() == 0) {
        publication.publish();
      }
      return new Outcome(report, pairs.leftOut(), budget.spent(), source.missing());
    }
  }

  /**
   * The same with the work spread over the workers of a pipeline; ends in the same bytes.
   *
   * @throws RecipeException as above, or if the method cannot be spread or answers are not to come
   *     from whom the recipe names
   * @throws PipelineFailedException if the pipeline failed; nothing is published
   */
  public Outcome run(Launcher launcher)
      throws RecipeException, DataException, IOException, PipelineFailedException {
    if (!source.isOfRecipe()) {
      throw new RecipeException(
          "command line", List.of("--replay and --batch: expected --runner local, found flink"));
    }
    Pairs pairs = new Pairs(recipe.name(), paths);
    if (!(method(pairs, step -> {}) instanceof DivisibleMethod method)) {
      throw new RecipeException(
          "recipe " + recipe.name(),
          List.of("--runner: expected local for this method, whose rounds follow each other"));
    }
    try (Publication publication = Publication.open(paths);
        Workshop workshop = Workshop.enter(recipe, paths)) {
      SynthesisReport report =
          method
              .finish(
                  new SpreadParts(recipe, paths).make(method.parts(), launcher),
                  new SynthesisFiles(publication.staging()))
              .with(workshop.spentElsewhere());
      publication.publish();
      return new Outcome(report, pairs.leftOut(), workshop.spent(), 0);
    }
  }

  private AnswerCache cache() {
    return new AnswerCache(paths.answers());
  }

  /** The method of the recipe, with its inputs read. */
  private SynthesisMethod method(Pairs pairs, Consumer<StudentTrainer.Step> progress)
      throws RecipeException, DataException, IOException {
    if (recipe.method() instanceof Llm2LlmSection section) {
      return Llm2LlmRun.of(recipe, section, paths, pairs, source, progress);
    }
    if (recipe.method() instanceof LemmaSection section) {
      return LemmaRun.of(recipe, section, pairs);
    }
    if (recipe.method() instanceof UltraPromptSection section) {
      return UltraPromptRun.of(recipe, section, paths, pairs, source);
    }
    if (recipe.method() instanceof OptMathSection section) {
      return new OptMathRun(section, source);
    }
    throw new IllegalStateException("unknown method " + recipe.method());
  }
}
