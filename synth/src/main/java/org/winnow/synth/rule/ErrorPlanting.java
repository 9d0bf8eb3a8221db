package org.winnow.synth.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.winnow.schemas.Seeds;
import org.winnow.synth.lemma.ErrorType;
import org.winnow.synth.rule.WorkedAnswer.Calculation;

/**
 * Plants an error in a right solution and computes what follows from it. There are rules for slips
 * in calculations, miscounts, conditions that are overlooked, and last steps that are left out.
 */
final class ErrorPlanting {
  private static final int DRAWS = 60;
  private static final BigFraction TEN = BigFraction.of(10);
  private static final BigFraction LEAST_COUNT = BigFraction.of(3);

  private final Problem problem;
  private final long seed;
  private final String name;

  /**
   * Errors in a problem's solution.
   *
   * @param seed of the draws
   * @param name of the request, so that two have different draws
   */
  ErrorPlanting(Problem problem, long seed, String name) {
    this.problem = problem;
    this.seed = seed;
    this.name = name;
  }

  /** A solution with an error, and what it is. */
  private record Planted(String text, BigFraction outcome, String explanation) {}

  /**
   * The solution with an error of a type, its answer and the explanation, as LEMMA reads them.
   *
   * @throws Declined if there is no rule for the type, or none fits the solution
   */
  String plant(String type) throws Declined {
    Stream<Optional<Planted>> tries;
    if (type.equals(ErrorType.CALCULATION_ERROR.label())) {
      tries = draws().mapToObj(this::slip);
    } else if (type.equals(ErrorType.COUNTING_ERROR.label())) {
      tries = draws().mapToObj(this::miscount);
    } else if (type.equals(ErrorType.QUESTION_MISINTERPRETATION.label())) {
      tries = draws().mapToObj(this::overlook);
    } else if (type.equals(ErrorType.MISSING_STEP.label())) {
      tries = Stream.of(breakOff());
    } else {
      throw new Declined("no rule plants an error of the type " + type);
    }
    Planted planted =
        tries
            .flatMap(Optional::stream)
            .filter(found -> !found.outcome().equals(problem.answer().result().value()))
            .findFirst()
            .orElseThrow(() -> new Declined("no error of the type " + type + " fits the solution"));
    String answer =
        problem
            .answer()
            .result()
            .styled(planted.outcome())
            .orElseThrow(() -> new Declined("the answer cannot be written"));
    return planted.text().strip()
        + "\nThe answer is "
        + answer
        + ".\n<explanation>"
        + planted.explanation()
        + "</explanation>";
  }

  private IntStream draws() {
    return IntStream.range(0, DRAWS);
  }

  /** A noted result that is off by a little, or by ten. */
  private Optional<Planted> slip(int draw) {
    Calculation calculation = noted(draw);
    BigFraction right = calculation.result().value();
    BigFraction unit =
        right.compareTo(BigFraction.of(30)) > 0 && even(draw, "unit") ? TEN : BigFraction.ONE;
    BigFraction wrong = even(draw, "sign") ? right.add(unit) : right.subtract(unit);
    return withResult(calculation, wrong)
        .map(
            worked ->
                new Planted(
                    beforeMark(worked.answer()),
                    worked.outcome(),
                    "A result is off by " + unit.getNumerator() + "."));
  }

  /** A count that the question has in words, one more or less. */
  private Optional<Planted> miscount(int draw) {
    List<BigFraction> counts =
        noted().stream()
            .flatMap(calculation -> calculation.operands().stream())
            .map(WrittenNumber::value)
            .distinct()
            .filter(value -> Constants.inWords(problem.question()).contains(value))
            .filter(value -> value.compareTo(LEAST_COUNT) >= 0)
            .filter(value -> !problem.given().contains(value))
            .toList();
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    BigFraction count = counts.get(place(draw, "count", counts.size()));
    BigFraction wrong = even(draw, "sign") ? count.add(1) : count.subtract(1);
    Values values = unchanged();
    values.force(count, wrong);
    return problem
        .recompute(values, Map.of())
        .filter(ErrorPlanting::isPositive)
        .map(
            worked ->
                new Planted(
                    beforeMark(worked.answer()),
                    worked.outcome(),
                    "There are " + count.getNumerator() + ", not " + wrong.getNumerator() + "."));
  }

  /** A step is passed over, as if its first number were its result already. */
  private Optional<Planted> overlook(int draw) {
    Calculation calculation = noted(draw);
    int line = line(calculation.start());
    boolean isAlone =
        noted().stream()
                .filter(
                    other ->
                        line(other.start()) == line
                            || other.result().value().equals(calculation.result().value()))
                .count()
            == 1;
    boolean isNeeded =
        noted().stream()
            .filter(other -> line(other.start()) > line)
            .flatMap(other -> other.operands().stream())
            .anyMatch(operand -> operand.value().equals(calculation.result().value()));
    if (!isAlone || !isNeeded || calculation.operands().size() != 2) {
      return Optional.empty();
    }
    BigFraction kept = calculation.operands().get(0).value();
    return withResult(calculation, kept)
        .map(
            worked -> {
              List<String> lines = new ArrayList<>(beforeMark(worked.answer()).lines().toList());
              lines.remove(line);
              return new Planted(
                  String.join("\n", lines),
                  worked.outcome(),
                  "It is overlooked that " + calculation.expression() + " has to be taken.");
            });
  }

  /** The last line is left out. */
  private Optional<Planted> breakOff() {
    List<Calculation> noted = noted();
    int last = line(noted.get(noted.size() - 1).start());
    return noted.stream()
        .filter(calculation -> line(calculation.start()) < last)
        .reduce((first, second) -> second)
        .map(
            calculation ->
                new Planted(
                    String.join("\n", problem.answer().text().lines().toList().subList(0, last)),
                    calculation.result().value(),
                    "The last step is missing."));
  }

  private List<Calculation> noted() {
    return problem.answer().calculations().stream().filter(Calculation::noted).toList();
  }

  private Calculation noted(int draw) {
    List<Calculation> noted = noted();
    return noted.get(place(draw, "calculation", noted.size()));
  }

  /** The answer with another result of a calculation, wherever the calculation stands. */
  private Optional<Problem.Worked> withResult(Calculation calculation, BigFraction result) {
    List<Calculation> all = problem.answer().calculations();
    Map<Integer, BigFraction> slips = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).result().value().equals(calculation.result().value())) {
        slips.put(i, result);
      }
    }
    return problem.recompute(unchanged(), slips).filter(ErrorPlanting::isPositive);
  }

  private static boolean isPositive(Problem.Worked worked) {
    return worked.results().stream().allMatch(result -> result.signum() > 0)
        && worked.results().stream().allMatch(r -> r.getDenominator().bitLength() < 20);
  }

  private Values unchanged() {
    Values values = new Values();
    problem.given().forEach(value -> values.put(value, value));
    return values;
  }

  private int line(int position) {
    return (int)
        problem.answer().text().substring(0, position).chars().filter(c -> c == '\n').count();
  }

  private static String beforeMark(String answer) {
    return answer.substring(0, answer.indexOf(WorkedAnswer.MARK));
  }

  private boolean even(int draw, String purpose) {
    return place(draw, purpose, 2) == 0;
  }

  private int place(int draw, String purpose, int places) {
    long bits = Seeds.bits(seed, "rule", name, purpose + " " + draw);
    return (int) Long.remainderUnsigned(bits, places);
  }
}
