package org.winnow.synth.rule;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.winnow.schemas.Seeds;
import org.winnow.synth.answer.CalculatorCheck;

/**
 * The same problem with other numbers. Numbers are drawn, the answer is computed again, and what is
 * not plausible is drawn anew, so many times.
 */
final class ItemVariation {
  private static final int DRAWS = 600;

  /** From this draw on, some numbers stay: problems with divisions seldom come out otherwise. */
  private static final int FREE_DRAWS = 200;

  private static final BigFraction LEAST_GROWTH = BigFraction.of(1, 4);
  private static final BigFraction MOST_GROWTH = BigFraction.of(4);
  private static final BigFraction HUNDRED = BigFraction.of(100);

  private final Problem problem;
  private final List<BigFraction> free;
  private final long seed;
  private final String name;

  /** An item: a question and its answer. */
  record Written(String question, String answer) {}

  /**
   * Variations of a problem.
   *
   * @param seed of the draws
   * @param name of the request, so that two have different draws
   * @throws Declined if no number of the question can be exchanged
   */
  ItemVariation(Problem problem, long seed, String name) throws Declined {
    this.problem = problem;
    this.seed = seed;
    this.name = name;
    this.free = problem.given().stream().filter(problem::isExchangeable).toList();
    if (free.isEmpty()) {
      throw new Declined("the question has no number that can be exchanged");
    }
  }

  /**
   * The plausible draw that exchanges most numbers.
   *
   * @param known questions that it must differ from
   * @param purpose tells draws of one request apart
   * @throws Declined if none is plausible
   */
  Written draw(Set<String> known, String purpose) throws Declined {
    Optional<Written> best = Optional.empty();
    int most = 0;
    for (int draw = 0; draw < DRAWS && most < free.size(); draw++) {
      Map<BigFraction, BigFraction> drawn = numbers(purpose + " " + draw, draw < FREE_DRAWS);
      int changed = drawn.size();
      if (changed > most) {
        Optional<Written> found = written(drawn).filter(item -> !known.contains(item.question()));
        if (found.isPresent()) {
          best = found;
          most = changed;
        }
      }
    }
    return best.orElseThrow(() -> new Declined("no plausible numbers in " + DRAWS + " draws"));
  }

  private Map<BigFraction, BigFraction> numbers(String purpose, boolean all) {
    Map<BigFraction, BigFraction> drawn = new LinkedHashMap<>();
    for (int i = 0; i < free.size(); i++) {
      long bits = Seeds.bits(seed, "rule", name, purpose + " number " + i);
      boolean stays = !all && (bits & 1) == 0;
      BigFraction value = NumberDraw.like(free.get(i), bits >>> 1);
      if (!stays && !value.equals(free.get(i))) {
        drawn.put(free.get(i), value);
      }
    }
    return drawn;
  }

  private Optional<Written> written(Map<BigFraction, BigFraction> drawn) {
    Values values = new Values();
    for (BigFraction given : problem.given()) {
      BigFraction other = drawn.getOrDefault(given, given);
      if (problem.isHundredths(given)
          && given.compareTo(HUNDRED) <= 0
          && other.compareTo(HUNDRED) >= 0
          && !given.equals(other)) {
        return Optional.empty();
      }
      values.put(given, other);
    }
    if (!keepsOrder(drawn)) {
      return Optional.empty();
    }
    Optional<String> question = question(drawn);
    Optional<Problem.Worked> worked = problem.recompute(values, Map.of());
    if (question.isEmpty() || worked.isEmpty() || !isPlausible(worked.get())) {
      return Optional.empty();
    }
    boolean isSound =
        CalculatorCheck.check(worked.get().answer()) instanceof CalculatorCheck.AllRight
            && Limits.hold(problem.question(), question.get())
            && Limits.hold(problem.answer().text(), worked.get().answer());
    return isSound
        ? Optional.of(new Written(question.get(), worked.get().answer()))
        : Optional.empty();
  }

  /** What is more stays more: "more than 10" and "the larger one" are not looked for. */
  private boolean keepsOrder(Map<BigFraction, BigFraction> drawn) {
    List<BigFraction> before = problem.given().stream().sorted().toList();
    for (int i = 1; i < before.size(); i++) {
      BigFraction low = before.get(i - 1);
      BigFraction high = before.get(i);
      if (drawn.getOrDefault(low, low).compareTo(drawn.getOrDefault(high, high)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private Optional<String> question(Map<BigFraction, BigFraction> drawn) {
    List<Replacement> replacements = new ArrayList<>();
    for (WrittenNumber number : problem.numbers()) {
      BigFraction other = drawn.getOrDefault(number.value(), number.value());
      Optional<String> text =
          other.equals(number.value()) ? Optional.of(number.digits()) : number.styled(other);
      if (text.isEmpty() || !Articles.agree(problem.question(), number, text.get())) {
        return Optional.empty();
      }
      replacements.add(new Replacement(number, text.get()));
    }
    return Optional.of(Replacement.apply(problem.question(), replacements));
  }

  /** Results keep their sign, their kind, their order and about their size. */
  private boolean isPlausible(Problem.Worked worked) {
    List<BigFraction> before =
        problem.answer().calculations().stream().map(c -> c.result().value()).toList();
    for (int i = 0; i < before.size(); i++) {
      BigFraction old = before.get(i);
      BigFraction found = worked.results().get(i);
      boolean isWhole = found.getDenominator().equals(BigInteger.ONE);
      boolean isLike =
          found.compareTo(old.multiply(LEAST_GROWTH)) >= 0
              && found.compareTo(old.multiply(MOST_GROWTH)) <= 0;
      if (found.signum() <= 0
          || !isLike
          || !isWhole && old.getDenominator().equals(BigInteger.ONE)
          || found.equals(BigFraction.ONE) != old.equals(BigFraction.ONE)) {
        return false;
      }
      for (int j = 0; j < i; j++) {
        int order = old.compareTo(before.get(j));
        if (Integer.signum(order) != Integer.signum(found.compareTo(worked.results().get(j)))) {
          return false;
        }
      }
    }
    return true;
  }
}
