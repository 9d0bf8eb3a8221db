package org.winnow.pipelines.recipe;

import java.util.List;
import java.util.Optional;
import org.winnow.scorers.ModelSpec;
import org.winnow.synth.lemma.LemmaSettings;

/**
 * LEMMA in a recipe; the recipe's input are problems with known solutions.
 *
 * @param student who attempts the problems; empty if attempts are given
 * @param attempts rows of questions and students' answers; empty if a student is asked
 * @param settings what the method may be told
 */
public record LemmaSection(
    Optional<Student> student, List<InputSection> attempts, LemmaSettings settings)
    implements SynthesisRecipe.MethodSection {
  public LemmaSection {
    attempts = List.copyOf(attempts);
  }

  /**
   * A student in this process.
   *
   * @param model its checkpoint
   * @param samples attempts at each problem, from 1
   * @param temperature at which it is asked, from 0
   * @param answerTokens most tokens of an attempt
   */
  public record Student(ModelSpec model, int samples, double temperature, int answerTokens) {}
}
