package org.winnow.synth.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;
import org.winnow.synth.lemma.ErrorType;
import org.winnow.synth.rule.WorkedAnswer.Calculation;

/**
 * Says of which type a wrong calculation is, by what differs from the right solution's.
 *
 * @param question the problem
 * @param known the right solution's calculations
 * @param earlier the attempt's calculations before the wrong one
 * @param before the attempt's steps before the wrong one
 */
record Diagnosis(
    String question, List<Calculation> known, List<Calculation> earlier, String before) {
  /** What stands between the thousands of 350 000. */
  private static final Pattern SPACED = Pattern.compile("(?<=\\d) (?=\\d{3}(?!\\d))");

  /** The error that a calculation is. */
  FirstError of(int step, Calculation found, boolean isRight) throws Declined {
    if (!isRight) {
      return error(
          step,
          ErrorType.CALCULATION_ERROR,
          found,
          found.expression() + " is not " + found.result().digits() + ".");
    }
    for (Calculation wanted : known) {
      if (!wanted.operations().equals(found.operations()) && sorted(wanted).equals(sorted(found))) {
        return error(
            step,
            ErrorType.OPERATOR_ERROR,
            found,
            "The numbers are right, but instead of "
                + found.expression()
                + " it has to be "
                + wanted.expression()
                + ".");
      }
    }
    Optional<FirstError> exchanged = exchangedOperand(step, found);
    if (exchanged.isPresent()) {
      return exchanged.get();
    }
    Set<BigFraction> given = new HashSet<>(Constants.inWords(question));
    WrittenNumber.in(question).forEach(number -> given.add(number.value()));
    WrittenNumber.in(SPACED.matcher(question).replaceAll(""))
        .forEach(number -> given.add(number.value()));
    Set<BigFraction> results = new HashSet<>();
    earlier.forEach(calculation -> results.add(calculation.result().value()));
    Set<BigFraction> written = new HashSet<>();
    WrittenNumber.in(WorkedAnswer.withoutNotes(before))
        .forEach(number -> written.add(number.value()));
    Constants constants = new Constants(question, "");
    for (WrittenNumber operand : found.operands()) {
      boolean isKnown =
          given.contains(operand.value())
              || results.contains(operand.value())
              || constants.has(operand.value())
              || written.contains(operand.value())
              || isPart(given, operand.value());
      if (!isKnown) {
        return unknownNumber(step, found, operand);
      }
    }
    return error(
        step,
        ErrorType.QUESTION_MISINTERPRETATION,
        found,
        "With " + found.expression() + " I do not get to what is asked for.");
  }

  private FirstError unknownNumber(int step, Calculation found, WrittenNumber operand) {
    boolean isCopied = known.stream().anyMatch(wanted -> differing(wanted, found).size() == 1);
    return error(
        step,
        isCopied
            ? ErrorType.REFERENCING_CONTEXT_VALUE_ERROR
            : ErrorType.ADDING_IRRELEVANT_INFORMATION,
        found,
        "The problem says nothing of "
            + operand.digits()
            + ", and it comes out of nothing before.");
  }

  /**
   * A calculation like one of the solution's but for one number: of several that are the same, or
   * where a step before is passed over, so that its operand stands in place of its result.
   */
  private Optional<FirstError> exchangedOperand(int step, Calculation found) {
    for (Calculation wanted : known) {
      List<Integer> places = differing(wanted, found);
      if (places.size() != 1) {
        continue;
      }
      WrittenNumber used = found.operands().get(places.get(0));
      WrittenNumber right = wanted.operands().get(places.get(0));
      boolean isPassedOver =
          known.stream()
              .filter(before -> before.result().value().equals(right.value()))
              .flatMap(before -> before.operands().stream())
              .anyMatch(operand -> operand.value().equals(used.value()));
      if (isPassedOver || found.operands().size() > 2) {
        boolean isResult =
            known.stream().anyMatch(before -> before.result().value().equals(right.value()));
        return Optional.of(
            error(
                step,
                isResult
                    ? ErrorType.REFERENCING_PREVIOUS_STEP_VALUE_ERROR
                    : ErrorType.REFERENCING_CONTEXT_VALUE_ERROR,
                found,
                String.format(
                    Locale.ROOT,
                    "In %s the number %s has to be %s.",
                    found.expression(),
                    used.digits(),
                    right.digits())));
      }
    }
    return Optional.empty();
  }

  /** Places at which two calculations of the same operations have different operands. */
  private static List<Integer> differing(Calculation wanted, Calculation found) {
    List<Integer> places = new ArrayList<>();
    if (!wanted.operations().equals(found.operations())) {
      return places;
    }
    for (int i = 0; i < wanted.operands().size(); i++) {
      if (!wanted.operands().get(i).value().equals(found.operands().get(i).value())) {
        places.add(i);
      }
    }
    return places;
  }

  /** Whether a value is a number of the problem as hundredths. */
  private static boolean isPart(Set<BigFraction> given, BigFraction value) {
    BigFraction hundredfold = value.multiply(100);
    return given.contains(hundredfold) || given.contains(BigFraction.of(100).subtract(hundredfold));
  }

  private static List<BigFraction> sorted(Calculation calculation) {
    return calculation.operands().stream().map(WrittenNumber::value).sorted().toList();
  }

  private static FirstError error(int step, ErrorType type, Calculation found, String remark) {
    return new FirstError(step, type, Optional.of(found), remark);
  }
}
