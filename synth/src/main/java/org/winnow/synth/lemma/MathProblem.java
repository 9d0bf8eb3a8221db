package org.winnow.synth.lemma;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A problem with a known answer, and what a student made of it.
 *
 * @param id what the caller calls it; the only one of its name
 * @param question the problem
 * @param solution a solution that is right and states its answer as {@link
 *     org.winnow.synth.answer.FinalAnswer} reads it
 * @param attempts what a student answered, in a fixed order; right ones, wrong ones, or none
 */
public record MathProblem(String id, String question, String solution, List<String> attempts) {
  public MathProblem {
    requireNonNull(id, "id is null");
    requireNonNull(question, "question is null");
    requireNonNull(solution, "solution is null");
    attempts = List.copyOf(attempts);
  }
}
