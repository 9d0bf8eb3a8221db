package org.winnow.synth.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.winnow.synth.rule.WorkedAnswer.Calculation;

/**
 * A word problem whose answer is understood: every number of the answer is one of the question, a
 * constant, or comes out of an earlier calculation.
 *
 * <p>{@link #recompute} computes the answer again for other numbers.
 */
final class Problem {
  private static final BigFraction HUNDRED = BigFraction.of(100);

  private final String question;
  private final WorkedAnswer answer;
  private final Constants constants;
  private final List<WrittenNumber> numbers;
  private final Set<BigFraction> given = new LinkedHashSet<>();
  private final Set<BigFraction> used = new LinkedHashSet<>();

  /** Of the question's numbers, those that are hundredths: percentages and cents. */
  private final Set<BigFraction> hundredths = new LinkedHashSet<>();

  private Problem(String question, WorkedAnswer answer) throws Declined {
    this.question = question;
    this.answer = answer;
    this.constants = new Constants(question, answer.text());
    this.numbers = List.copyOf(WrittenNumber.in(question));
    for (WrittenNumber number : numbers) {
      given.add(number.value());
      String after = question.substring(number.end());
      if (after.matches("(?s)\\s?-?(?:%|percent|cents?\\b|¢).*")) {
        hundredths.add(number.value());
      }
    }
  }

  /**
   * Reads a problem.
   *
   * @throws Declined if it is not understood
   */
  static Problem of(String question, String answer) throws Declined {
    Problem problem = new Problem(question, WorkedAnswer.of(answer));
    // Nothing changes: what cannot be followed then cannot be followed at all.
    Values same = new Values();
    problem.given.forEach(value -> same.put(value, value));
    Optional<Worked> unchanged = problem.recompute(same, Map.of());
    if (unchanged.isEmpty()) {
      throw new Declined("the answer has a number of unknown origin");
    }
    if (!unchanged.get().answer().equals(answer)) {
      throw new Declined("the answer cannot be written again as it is");
    }
    problem
        .answer
        .calculations()
        .forEach(
            calculation ->
                calculation.operands().forEach(operand -> problem.noteUse(operand.value())));
    boolean isResult =
        problem.answer.calculations().stream()
            .anyMatch(c -> c.result().value().equals(problem.answer.result().value()));
    if (!isResult) {
      throw new Declined("the final answer comes out of no calculation");
    }
    return problem;
  }

  private void noteUse(BigFraction value) {
    for (BigFraction number : given) {
      boolean isUsed =
          number.equals(value)
              || hundredths.contains(number) && fromHundredths(number).contains(value);
      if (isUsed) {
        used.add(number);
      }
    }
  }

  String question() {
    return question;
  }

  WorkedAnswer answer() {
    return answer;
  }

  /** The question's numbers, in order. */
  List<WrittenNumber> numbers() {
    return numbers;
  }

  /** The values of the question's numbers, in order. */
  List<BigFraction> given() {
    return List.copyOf(given);
  }

  /** Whether a calculation uses the question's number of this value, and nothing else has it. */
  boolean isExchangeable(BigFraction value) {
    return used.contains(value) && !constants.has(value) && Pins.isFree(question, numbers, value);
  }

  /** Whether the question has a percentage or cents of this value. */
  boolean isHundredths(BigFraction value) {
    return hundredths.contains(value);
  }

  /**
   * A problem that was computed again.
   *
   * @param answer its text
   * @param results of its calculations, in order
   * @param outcome the number behind the mark
   */
  record Worked(String answer, List<BigFraction> results, BigFraction outcome) {
    Worked {
      results = List.copyOf(results);
    }
  }

  /**
   * Computes the answer again.
   *
   * @param values what each number of the question becomes; grows
   * @param slips results that are set instead of computed, by the calculation's place
   * @return empty if a value cannot be told, or cannot be written in the style of the answer
   */
  Optional<Worked> recompute(Values values, Map<Integer, BigFraction> slips) {
    List<Replacement> replacements = new ArrayList<>();
    List<BigFraction> results = new ArrayList<>();
    List<Calculation> calculations = answer.calculations();
    for (int place = 0; place < calculations.size(); place++) {
      Calculation calculation = calculations.get(place);
      List<BigFraction> operands = new ArrayList<>();
      for (WrittenNumber operand : calculation.operands()) {
        Optional<BigFraction> value = value(operand.value(), values);
        if (value.isEmpty() || !replace(operand, value.get(), replacements)) {
          return Optional.empty();
        }
        operands.add(value.get());
      }
      BigFraction slip = slips.get(place);
      Optional<BigFraction> computed =
          slip == null ? calculation.compute(operands) : Optional.of(slip);
      if (computed.isEmpty() || !replace(calculation.result(), computed.get(), replacements)) {
        return Optional.empty();
      }
      values.put(calculation.result().value(), computed.get());
      results.add(computed.get());
    }
    return finish(values, replacements, results);
  }

  private Optional<Worked> finish(
      Values values, List<Replacement> replacements, List<BigFraction> results) {
    Set<Integer> placed = new HashSet<>();
    replacements.forEach(replacement -> placed.add(replacement.number().start()));
    for (WrittenNumber number : answer.numbers()) {
      if (placed.contains(number.start())) {
        continue;
      }
      Optional<BigFraction> value = value(number.value(), values);
      if (value.isEmpty() || !replace(number, value.get(), replacements)) {
        return Optional.empty();
      }
    }
    boolean wordsHold =
        Constants.inWords(answer.text()).stream()
            .filter(values::knows)
            .allMatch(word -> values.get(word).equals(Optional.of(word)));
    Optional<BigFraction> outcome = values.get(answer.result().value());
    if (!wordsHold || outcome.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Worked(Replacement.apply(answer.text(), replacements), results, outcome.get()));
  }

  private static boolean replace(
      WrittenNumber number, BigFraction value, List<Replacement> replacements) {
    Optional<String> written =
        number.value().equals(value) ? Optional.of(number.digits()) : number.styled(value);
    written.ifPresent(text -> replacements.add(new Replacement(number, text)));
    return written.isPresent();
  }

  /** What a number of the answer becomes. */
  private Optional<BigFraction> value(BigFraction before, Values values) {
    if (values.knows(before)) {
      Optional<BigFraction> known = values.get(before);
      boolean mayBeConstant = constants.has(before) && !values.isForced(before);
      return mayBeConstant ? known.filter(before::equals) : known;
    }
    Set<BigFraction> derived = new HashSet<>();
    for (BigFraction number : hundredths) {
      List<BigFraction> forms = fromHundredths(number);
      int form = forms.indexOf(before);
      if (form >= 0) {
        Optional<BigFraction> other = values.get(number);
        if (other.isEmpty()) {
          return Optional.empty();
        }
        derived.add(fromHundredths(other.get()).get(form));
      }
    }
    if (!derived.isEmpty()) {
      return derived.size() == 1 ? Optional.of(derived.iterator().next()) : Optional.empty();
    }
    boolean isHundredthOfKnown =
        !hundredths.isEmpty() && values.get(before.multiply(HUNDRED)).isPresent();
    if (isHundredthOfKnown) {
      return values.get(before.multiply(HUNDRED)).map(value -> value.divide(HUNDRED));
    }
    return isConstant(before) ? Optional.of(before) : Optional.empty();
  }

  /** A percentage as a factor, what it leaves, what it adds; in percent and as a factor. */
  private static List<BigFraction> fromHundredths(BigFraction number) {
    BigFraction part = number.divide(HUNDRED);
    return List.of(
        part,
        BigFraction.ONE.subtract(part),
        BigFraction.ONE.add(part),
        HUNDRED.subtract(number),
        HUNDRED.add(number));
  }

  /**
   * Whether a value that no number has is a constant: meant by a word, and not what two numbers of
   * the question come to, which somebody may have computed in his head.
   */
  private boolean isConstant(BigFraction value) {
    if (!constants.has(value)) {
      return false;
    }
    if (value.equals(BigFraction.ONE) || value.equals(HUNDRED) || constants.isInWords(value)) {
      return true;
    }
    for (BigFraction a : given) {
      for (BigFraction b : given) {
        boolean comesOut =
            !a.equals(b)
                && (a.add(b).equals(value)
                    || a.subtract(b).equals(value)
                    || a.multiply(b).equals(value)
                    || b.signum() != 0 && a.divide(b).equals(value));
        if (comesOut) {
          return false;
        }
      }
    }
    return true;
  }
}
