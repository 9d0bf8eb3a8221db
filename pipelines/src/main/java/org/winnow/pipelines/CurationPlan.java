package org.winnow.pipelines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.InputSection;
import org.winnow.pipelines.recipe.Problems;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.StepSection;
import org.winnow.pipelines.steps.PlanContext;
import org.winnow.pipelines.steps.PreparedStep;
import org.winnow.schemas.format.ReadLimits;
import org.winnow.transforms.read.InputFile;

/**
 * A recipe whose files, models and columns have been found: everything that can be known before a
 * model loads.
 *
 * @param recipe what the user wants
 * @param paths where the run keeps its things
 * @param files what is read, in order
 * @param limits on single rows
 * @param steps ready to be built
 * @param scoreColumns the score columns of the output, in order
 * @param baseline the twin by chance that is written beside the output, if any
 */
public record CurationPlan(
    Recipe recipe,
    RunPaths paths,
    List<InputFile> files,
    ReadLimits limits,
    List<PreparedStep> steps,
    List<String> scoreColumns,
    Optional<BaselinePlan> baseline) {
  public CurationPlan {
    files = List.copyOf(files);
    steps = List.copyOf(steps);
    scoreColumns = List.copyOf(scoreColumns);
  }

  /**
   * Finds what a recipe speaks of.
   *
   * @param limit rows that are read at most, taken evenly from the start of every file
   * @throws RecipeException with every problem: a path that does not exist, a missing checkpoint, a
   *     column that no step adds
   * @throws DataException if there is no file to read
   * @throws IOException if a folder cannot be listed
   */
  public static CurationPlan of(Recipe recipe, RunPaths paths, Optional<Long> limit)
      throws RecipeException, DataException, IOException {
    Problems problems = new Problems();
    InputListing listing = new InputListing(paths, problems);
    for (InputSection section : recipe.input()) {
      listing.add(section);
    }
    List<PreparedStep> steps = new ArrayList<>();
    PlanContext context =
        PlanContext.first(
            recipe.seed(),
            recipe.input().get(0).recipeFolder(),
            listing.bytes(),
            recipe.model(),
            paths.store(),
            problems);
    for (StepSection section : recipe.steps()) {
      Optional<PreparedStep> step =
          section.spec().prepare(section.where(), section.label(), context);
      if (step.isEmpty()) {
        break;
      }
      steps.add(step.get());
      context = context.after(step.get());
    }
    Optional<BaselinePlan> baseline = BaselinePlan.of(recipe.steps(), steps, problems);
    problems.throwIfAny("recipe " + recipe.name());
    return new CurationPlan(
        recipe,
        paths,
        Limits.share(listing.files(), limit),
        ReadLimits.DEFAULT,
        steps,
        context.columns(),
        baseline);
  }

  /** What steps compare the corpus with, each file once for each step that reads it. */
  public List<InputFile> targets() {
    return steps.stream().flatMap(step -> step.targets().stream()).toList();
  }

  /** Size of all input files on disk. */
  public long inputBytes() {
    return files.stream().mapToLong(InputFile::bytes).sum();
  }
}
