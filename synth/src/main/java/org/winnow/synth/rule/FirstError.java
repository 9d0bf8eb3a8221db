package org.winnow.synth.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.winnow.synth.answer.AnswerEquality;
import org.winnow.synth.answer.CalculatorCheck;
import org.winnow.synth.answer.FinalAnswer;
import org.winnow.synth.lemma.ErrorType;
import org.winnow.synth.rule.WorkedAnswer.Calculation;

/**
 * The first error of an attempt, found by comparing its noted calculations with those of a right
 * solution.
 *
 * <p>A calculation is sound if it is right and its result is one of the solution's, or if a later
 * sound one uses its result. The first that is not sound is the error. If all are sound, the
 * attempt ended too early if it answers with a result on the way.
 *
 * @param step the first wrong step, from 1
 * @param type of the error
 * @param calculation that is wrong; empty where a step is missing
 * @param remark what is wrong, in one sentence in the words of the one who errs
 */
record FirstError(int step, ErrorType type, Optional<Calculation> calculation, String remark) {
  /** A calculation of an attempt, and the step that it stands in. */
  private record Placed(int step, Calculation calculation, boolean isRight) {}

  /**
   * Finds the error; empty if the attempt states the solution's answer and nothing is wrong.
   *
   * @param steps of the attempt, in order
   * @throws Declined if something is wrong, and no rule says what
   */
  static Optional<FirstError> find(String question, String solution, List<String> steps)
      throws Declined {
    List<Calculation> known = WorkedAnswer.calculations(solution);
    List<Placed> placed = placed(steps);
    if (known.isEmpty() || placed.isEmpty()) {
      throw new Declined("expected noted calculations in both solutions");
    }
    List<Boolean> sound = soundness(placed, known);
    int first = sound.indexOf(false);
    if (first >= 0) {
      return Optional.of(diagnosis(question, known, steps, placed, first));
    }
    Optional<String> stated = FinalAnswer.stated(String.join("\n", steps));
    Optional<String> right = FinalAnswer.stated(solution);
    if (stated.isPresent()
        && right.isPresent()
        && AnswerEquality.equal(right.get(), stated.get())) {
      return Optional.empty();
    }
    return Optional.of(endedEarly(steps, placed, known, stated));
  }

  /**
   * What is wrong with the last step of unfinished work, which is known to be wrong.
   *
   * @throws Declined if no rule says what
   */
  static FirstError last(String question, String solution, List<String> steps) throws Declined {
    List<Calculation> known = WorkedAnswer.calculations(solution);
    List<Placed> placed = placed(steps);
    for (int i = 0; i < placed.size(); i++) {
      Placed one = placed.get(i);
      boolean isWrong = !one.isRight() || !isResult(known, one.calculation().result().value());
      if (one.step() == steps.size() && isWrong) {
        return diagnosis(question, known, steps, placed, i);
      }
    }
    return endedEarly(steps, placed, known, FinalAnswer.stated(String.join("\n", steps)));
  }

  private static FirstError endedEarly(
      List<String> steps, List<Placed> placed, List<Calculation> known, Optional<String> stated)
      throws Declined {
    for (Placed one : placed) {
      Calculation calculation = one.calculation();
      boolean isAnswer =
          stated.isPresent() && AnswerEquality.equal(calculation.result().digits(), stated.get());
      if (isAnswer && isResult(known, calculation.result().value())) {
        return new FirstError(
            steps.size(),
            ErrorType.MISSING_STEP,
            Optional.empty(),
            calculation.result().digits() + " is not yet what is asked for; a step is missing.");
      }
    }
    throw new Declined("no noted calculation tells where the attempt goes wrong");
  }

  private static List<Placed> placed(List<String> steps) throws Declined {
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      for (Calculation calculation : WorkedAnswer.calculations(steps.get(i))) {
        placed.add(new Placed(i + 1, calculation, !calculation.noted() || isRight(calculation)));
      }
    }
    return placed;
  }

  /** Right by the rule that checks all noted calculations, which allows for rounding. */
  private static boolean isRight(Calculation calculation) throws Declined {
    String note = "<<" + calculation.expression() + "=" + calculation.result().digits() + ">>";
    CalculatorCheck.Outcome outcome = CalculatorCheck.check(note);
    if (outcome instanceof CalculatorCheck.Unreadable) {
      throw new Declined("a note cannot be read: " + note);
    }
    return outcome instanceof CalculatorCheck.AllRight;
  }

  private static List<Boolean> soundness(List<Placed> placed, List<Calculation> known) {
    List<Boolean> sound = new ArrayList<>();
    Set<BigFraction> needed = new HashSet<>();
    for (int i = placed.size() - 1; i >= 0; i--) {
      Calculation calculation = placed.get(i).calculation();
      BigFraction result = calculation.result().value();
      boolean isSound =
          placed.get(i).isRight() && (isResult(known, result) || needed.contains(result));
      if (isSound) {
        calculation.operands().forEach(operand -> needed.add(operand.value()));
      }
      sound.add(0, isSound);
    }
    return sound;
  }

  private static FirstError diagnosis(
      String question, List<Calculation> known, List<String> steps, List<Placed> placed, int wrong)
      throws Declined {
    Placed one = placed.get(wrong);
    List<Calculation> earlier = placed.subList(0, wrong).stream().map(Placed::calculation).toList();
    String before = String.join("\n", steps.subList(0, one.step() - 1));
    return new Diagnosis(question, known, earlier, before)
        .of(one.step(), one.calculation(), one.isRight());
  }

  private static boolean isResult(List<Calculation> known, BigFraction value) {
    return known.stream().anyMatch(calculation -> calculation.result().value().equals(value));
  }
}
