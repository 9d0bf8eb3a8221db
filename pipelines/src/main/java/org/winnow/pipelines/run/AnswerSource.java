package org.winnow.pipelines.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.BatchTeacher;
import org.winnow.synth.teacher.SilentTeacher;
import org.winnow.synth.teacher.Teacher;

/** From where one run gets the answers that it does not know yet. */
public final class AnswerSource {
  private final Optional<SilentTeacher> silent;
  private final Optional<Path> batches;

  private AnswerSource(Optional<SilentTeacher> silent, Optional<Path> batches) {
    this.silent = silent;
    this.batches = batches;
  }

  /** From those whom the recipe names. */
  public static AnswerSource ofRecipe() {
    return new AnswerSource(Optional.empty(), Optional.empty());
  }

  /** From nowhere: what is not known is missing, and counted. */
  public static AnswerSource ofKnown() {
    return new AnswerSource(Optional.of(new SilentTeacher()), Optional.empty());
  }

  /**
   * From offline batches.
   *
   * @param folder of requests and results
   */
  public static AnswerSource ofBatches(Path folder) {
    return new AnswerSource(Optional.empty(), Optional.of(folder.toAbsolutePath().normalize()));
  }

  /** Whether those answer whom the recipe names. */
  boolean isOfRecipe() {
    return silent.isEmpty() && batches.isEmpty();
  }

  /** Requests so far whose answers are missing. */
  int missing() {
    return silent.map(teacher -> teacher.asked().size()).orElse(0);
  }

  /** Refuses a folder of batches that a publication would sweep away. */
  void check(RunPaths paths) throws RecipeException {
    if (batches.isPresent()
        && (batches.get().startsWith(paths.output()) || batches.get().startsWith(paths.work()))) {
      throw wrong(
          "outside of " + paths.output() + " and its working folder, found " + batches.get());
    }
  }

  /**
   * Who answers in place of a model; empty if the model does.
   *
   * @param model which one, for messages
   * @param isServed whether it is behind a server, and not in this process
   * @throws RecipeException if it cannot be asked by batches
   */
  Optional<Teacher> standIn(String model, boolean isServed, AnswerCache cache, AnswerReader reader)
      throws RecipeException {
    if (batches.isPresent() && !isServed) {
      throw wrong("for a " + model + " behind a server, found a " + model + " in this process");
    }
    return batches.<Teacher>map(folder -> new BatchTeacher(folder, cache, reader)).or(() -> silent);
  }

  private static RecipeException wrong(String what) {
    return new RecipeException("command line", List.of("--batch: expected a folder " + what));
  }
}
