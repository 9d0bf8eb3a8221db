package org.winnow.pipelines.run;

import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.EndpointSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.Budget;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.EndpointTeacher;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.WatchedTeacher;

/** Opens the teacher that a recipe names. */
final class OpenTeacher {
  /** Requests in a row that a server may lose before the run ends. */
  private static final int MOST_LOST = 16;

  private OpenTeacher() {}

  /** The recipe's budget, of which nothing is spent. */
  static Budget budget(SynthesisRecipe recipe) {
    return recipe.server().map(e -> new Budget(e.budget())).orElseGet(Budget::unlimited);
  }

  /**
   * The same teacher, whose silence ends the run: a part has too few requests to tell whether the
   * server is gone.
   */
  static Teacher watched(Teacher teacher) {
    return new WatchedTeacher(teacher, MOST_LOST);
  }

  /**
   * The teacher, which remembers its answers. Where the recipe has none it must not be asked.
   *
   * @param source from where answers come that are not known
   * @param budget of a teacher behind a server
   * @throws RecipeException if a checkpoint or a server's key is not there
   */
  static Teacher of(SynthesisRecipe recipe, AnswerSource source, Budget budget, AnswerCache cache)
      throws RecipeException {
    if (recipe.teacher().isEmpty()) {
      return new Nobody();
    }
    Optional<EndpointSection> server = recipe.server();
    AnswerReader reader =
        new AnswerReader(server.map(s -> s.settings().prices()).orElse(PriceList.NONE));
    Optional<Teacher> standIn = source.standIn("teacher", server.isPresent(), cache, reader);
    Teacher asked = standIn.isPresent() ? standIn.get() : opened(recipe, budget, reader);
    return new CachedTeacher(asked, cache, reader);
  }

  private static Teacher opened(SynthesisRecipe recipe, Budget budget, AnswerReader reader)
      throws RecipeException {
    Optional<EndpointSection> server = recipe.server();
    if (server.isPresent()) {
      try {
        return EndpointTeacher.open(server.get().endpoint(), server.get().settings(), budget);
      } catch (IllegalArgumentException e) {
        throw wrong(recipe, "teacher.key_variable", e);
      }
    }
    SynthesisRecipe.TeacherSection section = recipe.teacher().orElseThrow();
    if (section.rules().isPresent()) {
      return section.rules().get().open();
    }
    try {
      return LocalTeacher.open(section.checkpoint().orElseThrow(), reader);
    } catch (CheckpointException e) {
      throw wrong(recipe, "teacher.checkpoint", e);
    }
  }

  private static RecipeException wrong(SynthesisRecipe recipe, String where, RuntimeException why) {
    return new RecipeException("recipe " + recipe.name(), List.of(where + ": " + why.getMessage()));
  }

  /** Stands where a method has no use for a teacher. */
  private static final class Nobody implements Teacher {
    @Override
    public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
      if (!requests.isEmpty()) {
        throw new IllegalStateException("the recipe names no teacher, and one was asked");
      }
      return List.of();
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
