package org.winnow.pipelines.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.OptMathSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.pipelines.recipe.UltraPromptSection;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.Budget;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.Teacher;

/**
 * Teacher, budget and models of a recipe, once for each process however many workers it has. Who
 * enters closes; the last to do so closes the models.
 */
final class Workshop implements AutoCloseable {
  private static final Map<String, Workshop> OPEN = new HashMap<>();

  private final String key;
  private final Budget budget;
  private final Teacher teacher;
  private final PartMaker maker;
  private int users;

  private Workshop(String key, Budget budget, Teacher teacher, PartMaker maker) {
    this.key = key;
    this.budget = budget;
    this.teacher = OpenTeacher.watched(teacher);
    this.maker = maker;
  }

  /**
   * The workshop of a recipe, opened if nobody is in it yet.
   *
   * @throws RecipeException if a checkpoint or a server's key is not there
   */
  static Workshop enter(SynthesisRecipe recipe, RunPaths paths) throws RecipeException {
    String key = paths.output() + " " + recipe.folder() + " " + recipe.resolved();
    synchronized (OPEN) {
      Workshop workshop = OPEN.get(key);
      if (workshop == null) {
        workshop = open(key, recipe, paths);
        OPEN.put(key, workshop);
      }
      workshop.users++;
      return workshop;
    }
  }

  private static Workshop open(String key, SynthesisRecipe recipe, RunPaths paths)
      throws RecipeException {
    Budget budget = OpenTeacher.budget(recipe);
    AnswerCache cache = new AnswerCache(paths.answers());
    Teacher teacher = OpenTeacher.of(recipe, AnswerSource.ofRecipe(), budget, cache);
    try {
      return new Workshop(key, budget, teacher, maker(recipe, paths));
    } catch (RecipeException | RuntimeException e) {
      teacher.close();
      throw e;
    }
  }

  /** Who does the parts of a recipe whose method is a {@link DivisibleMethod}. */
  private static PartMaker maker(SynthesisRecipe recipe, RunPaths paths) throws RecipeException {
    if (recipe.method() instanceof UltraPromptSection section) {
      return UltraPromptMaker.open(recipe.name(), section, paths, AnswerSource.ofRecipe());
    }
    if (recipe.method() instanceof OptMathSection section) {
      return new OptMathMaker(section);
    }
    throw new IllegalStateException("not a method of parts: " + recipe.method());
  }

  /** Does a part. */
  List<String> make(String part) {
    return maker.make(part, teacher);
  }

  /** What this process has sent to servers beside the teacher's, for a person to read. */
  List<String> spentElsewhere() {
    return maker.spent();
  }

  /** What this process has sent to the teacher's server. */
  Spending spent() {
    return budget.spent();
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      users--;
      if (users == 0) {
        OPEN.remove(key);
        try (maker) {
          teacher.close();
        }
      }
    }
  }
}
