package org.winnow.synth.lemma;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.winnow.schemas.Seeds;

/**
 * A problem's attempts, told apart by their answers.
 *
 * @param wrong attempts with another answer than the known one
 * @param rejections one for each other attempt, or for the problem
 */
record Comparison(List<Attempt> wrong, List<Rejection> rejections) {
  /**
   * Compares each attempt's stated answer with that of the known solution.
   *
   * @param seed the recipe's seed, which draws the reference among right attempts
   */
  static Comparison of(MathProblem problem, long seed) {
    Optional<KnownAnswer> known = KnownAnswer.of(problem);
    if (known.isEmpty()) {
      String evidence = "expected a stated answer in the known solution, found none";
      return new Comparison(
          List.of(), List.of(rejection(problem, problem.id(), Reason.NO_KNOWN_ANSWER, evidence)));
    }
    SolvedProblem solved =
        new SolvedProblem(problem, known.get(), reference(problem, known.get(), seed));
    return of(solved);
  }

  private static Comparison of(SolvedProblem solved) {
    List<Attempt> wrong = new ArrayList<>();
    List<Rejection> rejections = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<String> attempts = solved.problem().attempts();
    for (int number = 0; number < attempts.size(); number++) {
      Candidate candidate = Candidate.of(solved, ErrorSource.STUDENT, number);
      String text = attempts.get(number);
      Optional<Fault> fault =
          seen.add(text)
              ? solved.answer().expectOtherThan(text)
              : Optional.of(new Fault(Reason.DUPLICATE_ATTEMPT, "expected a new attempt"));
      fault.ifPresentOrElse(
          found ->
              rejections.add(
                  rejection(solved.problem(), candidate.id(), found.reason(), found.evidence())),
          () -> wrong.add(new Attempt(candidate, text)));
    }
    return new Comparison(wrong, rejections);
  }

  private static String reference(MathProblem problem, KnownAnswer answer, long seed) {
    List<String> right = problem.attempts().stream().filter(answer::isThatOf).toList();
    if (right.isEmpty()) {
      return problem.solution();
    }
    long bits = Seeds.bits(seed, Lemma.STEP, problem.id(), "reference");
    return right.get((int) Long.remainderUnsigned(bits, right.size()));
  }

  private static Rejection rejection(
      MathProblem problem, String candidateId, Reason reason, String evidence) {
    return new Rejection(
        problem.id(), candidateId, LemmaStage.COMPARE, reason.label(), evidence, List.of());
  }
}
