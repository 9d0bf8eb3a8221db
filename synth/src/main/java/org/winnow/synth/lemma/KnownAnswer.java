package org.winnow.synth.lemma;

import java.util.Locale;
import java.util.Optional;
import org.winnow.synth.answer.AnswerEquality;
import org.winnow.synth.answer.FinalAnswer;

/**
 * The answer that a problem's known solution states.
 *
 * @param text the answer as it is written there
 */
record KnownAnswer(String text) {
  /** The stated answer of a known solution, if it states one. */
  static Optional<KnownAnswer> of(MathProblem problem) {
    return FinalAnswer.stated(problem.solution()).map(KnownAnswer::new);
  }

  /** Whether a solution states this answer. */
  boolean isThatOf(String solution) {
    return FinalAnswer.stated(solution)
        .filter(found -> AnswerEquality.equal(text, found))
        .isPresent();
  }

  /** The fault of a solution that has to state another answer, and does not. */
  Optional<Fault> expectOtherThan(String solution) {
    Optional<String> found = FinalAnswer.stated(solution);
    if (found.isEmpty()) {
      return Optional.of(new Fault(Reason.NO_ANSWER, "expected a stated answer, found none"));
    }
    return isThatOf(solution)
        ? Optional.of(
            new Fault(
                Reason.ANSWER_RIGHT,
                "expected another answer than " + text + ", found " + found.get()))
        : Optional.empty();
  }

  /** The fault of a solution that has to state this answer, and does not. */
  Optional<Fault> expect(String solution) {
    return isThatOf(solution)
        ? Optional.empty()
        : Optional.of(
            new Fault(
                Reason.ANSWER_NOT_RIGHT,
                String.format(
                    Locale.ROOT,
                    "expected the answer %s, found %s",
                    text,
                    FinalAnswer.stated(solution).orElse("none"))));
  }
}
