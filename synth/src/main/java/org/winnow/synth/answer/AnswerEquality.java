package org.winnow.synth.answer;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Whether two stated answers mean the same.
 *
 * <p>Made for filters, where a wrong yes costs more than a wrong no: what cannot be compared is not
 * equal. Numbers are compared exactly; where one is written as a decimal that is not whole, within
 * 1e-4 of the larger one, which allows for rounding. A percentage is its hundredth and never its
 * number. Units must agree if both answers have them. Formulas are equal if they agree within 1e-9
 * at all of 16 points where both have a value, at least three. Tuples, intervals and lists are
 * compared in order, sets and unions in any. Everything else is compared as text, without case.
 *
 * <p>Symmetric; true of every text and itself unless it is blank; not transitive, because rounding
 * is allowed for. Takes any text and never throws; answers longer than {@value #LONGEST} characters
 * are compared as text, so time is bounded.
 *
 * <pre>{@code
 * AnswerEquality.equal("\\frac{1}{2}", "0.5"); // true
 * AnswerEquality.equal("10%", "10"); // false
 * }</pre>
 */
public final class AnswerEquality {
  static final int LONGEST = LatexExpression.LONGEST;

  private static final int MOST_ELEMENTS = 20;

  private static final double FORMULA_TOLERANCE = 1e-9;

  private static final double ROUNDING = 1e-4;

  private static final Pattern CHOICE = Pattern.compile("\\(?([A-Za-z])[).:]?");

  private static final Pattern UNION = Pattern.compile(" ?\\\\cup(?![a-zA-Z]) ?");

  private static final Pattern LIST_WORD = Pattern.compile("(?:, ?| )(?:and|or) ");

  private static final Pattern FUNCTION_NAME = Pattern.compile("[A-Za-z]'?\\([A-Za-z]\\)");

  private static final Pattern WORDS = Pattern.compile("\\p{L}{3,}(?: \\p{L}+)*");

  private static final Pattern LETTERS_ONLY = Pattern.compile("\\p{L}[\\p{L} ]+");

  private AnswerEquality() {}

  /** Whether two answers mean the same. */
  public static boolean equal(String first, String second) {
    return same(AnswerText.normalise(first), AnswerText.normalise(second));
  }

  private static boolean same(String first, String second) {
    if (first.isBlank() || second.isBlank()) {
      return false;
    }
    if (AnswerText.folded(first).equals(AnswerText.folded(second))) {
      return true;
    }
    if (first.length() > LONGEST || second.length() > LONGEST) {
      return false;
    }
    Matcher firstChoice = CHOICE.matcher(first);
    Matcher secondChoice = CHOICE.matcher(second);
    if (firstChoice.matches() && secondChoice.matches()) {
      return firstChoice.group(1).equalsIgnoreCase(secondChoice.group(1));
    }
    return sameStructure(withoutParentheses(first), withoutParentheses(second));
  }

  private static String withoutParentheses(String text) {
    String inner = text;
    while (inner.startsWith("(")
        && inner.endsWith(")")
        && Braces.enclose(inner)
        && elements(inner).size() == 1) {
      inner = inner.substring(1, inner.length() - 1).strip();
    }
    return inner;
  }

  /** What lies between the commas inside of the outer brackets. */
  private static List<String> elements(String bracketed) {
    return Braces.split(bracketed.substring(1, bracketed.length() - 1), ',');
  }

  private static boolean isBracketed(String text) {
    return Braces.enclose(text) && (text.startsWith("{") || elements(text).size() > 1);
  }

  private static boolean sameStructure(String first, String second) {
    if (isBracketed(first) || isBracketed(second)) {
      return isBracketed(first) && isBracketed(second) && sameBracketed(first, second);
    }
    List<String> firstUnion = List.of(UNION.split(first, -1));
    List<String> secondUnion = List.of(UNION.split(second, -1));
    if (firstUnion.size() > 1 || secondUnion.size() > 1) {
      return sameSet(firstUnion, secondUnion);
    }
    List<String> firstList = list(first);
    List<String> secondList = list(second);
    if (firstList.size() > 1 || secondList.size() > 1) {
      return sameInOrder(firstList, secondList);
    }
    return sameEquationOrValue(firstList.get(0), secondList.get(0));
  }

  private static boolean sameBracketed(String first, String second) {
    if (first.charAt(0) != second.charAt(0)
        || first.charAt(first.length() - 1) != second.charAt(second.length() - 1)) {
      return false;
    }
    return first.startsWith("{")
        ? sameSet(elements(first), elements(second))
        : sameInOrder(elements(first), elements(second));
  }

  private static List<String> list(String text) {
    String separated = LIST_WORD.matcher(text).replaceAll(", ");
    return Braces.split(ExactArithmetic.withoutThousandsSeparators(separated), ',');
  }

  private static boolean sameInOrder(List<String> first, List<String> second) {
    if (first.size() != second.size() || first.size() > MOST_ELEMENTS) {
      return false;
    }
    for (int i = 0; i < first.size(); i++) {
      if (!same(first.get(i), second.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameSet(List<String> first, List<String> second) {
    return first.size() <= MOST_ELEMENTS
        && second.size() <= MOST_ELEMENTS
        && first.stream().allMatch(one -> second.stream().anyMatch(two -> same(one, two)))
        && second.stream().allMatch(one -> first.stream().anyMatch(two -> same(one, two)));
  }

  private static boolean sameEquationOrValue(String first, String second) {
    Optional<Equation> firstEquation = Equation.of(first);
    Optional<Equation> secondEquation = Equation.of(second);
    if (firstEquation.isPresent() && secondEquation.isPresent()) {
      return firstEquation.get().isSame(secondEquation.get());
    }
    if (firstEquation.isPresent()) {
      return firstEquation.get().says(second);
    }
    if (secondEquation.isPresent()) {
      return secondEquation.get().says(first);
    }
    return sameValue(Quantity.of(first), Quantity.of(second));
  }

  private static boolean sameValue(Quantity first, Quantity second) {
    if (!first.hasUnitOf(second)) {
      return false;
    }
    Optional<BigFraction> firstNumber = first.value();
    Optional<BigFraction> secondNumber = second.value();
    if (firstNumber.isPresent() && secondNumber.isPresent()) {
      return Quantity.sameNumber(first, firstNumber.get(), second, secondNumber.get());
    }
    // Letters alone are a word: read as a product of variables, "on" would be "no".
    if (first.isPercent()
        || second.isPercent()
        || LETTERS_ONLY.matcher(first.formula()).matches()
        || LETTERS_ONLY.matcher(second.formula()).matches()) {
      return false;
    }
    try {
      LatexExpression one = LatexExpression.read(first.formula());
      LatexExpression two = LatexExpression.read(second.formula());
      boolean constant = one.variables().isEmpty() && two.variables().isEmpty();
      boolean rounded = constant && (first.isDecimal() || second.isDecimal());
      return Probes.agree(
          Probes.values(one), Probes.values(two), rounded ? ROUNDING : FORMULA_TOLERANCE);
    } catch (UnreadableException e) {
      return false;
    }
  }

  /** Two sides with an equals sign between them; of a chain, the outer ones. */
  private record Equation(String left, String right) {
    static Optional<Equation> of(String text) {
      List<String> sides = Braces.split(text, '=');
      String left = sides.get(0);
      String right = sides.get(sides.size() - 1);
      return sides.size() < 2 || left.isEmpty() || right.isEmpty()
          ? Optional.empty()
          : Optional.of(new Equation(left, right));
    }

    /** Whether it gives a value to a name, and the value is this one. */
    boolean says(String value) {
      return isName(left) && same(right, value) || isName(right) && same(left, value);
    }

    boolean isSame(Equation other) {
      if (AnswerText.folded(left).equals(AnswerText.folded(other.left))
          && same(right, other.right)) {
        return true;
      }
      try {
        return Probes.areProportional(differences(), other.differences(), FORMULA_TOLERANCE);
      } catch (UnreadableException e) {
        return false;
      }
    }

    private double[] differences() throws UnreadableException {
      LatexExpression one = LatexExpression.read(left);
      LatexExpression two = LatexExpression.read(right);
      if (one.variables().isEmpty() && two.variables().isEmpty()) {
        // Any two false statements about numbers would be multiples of each other.
        throw new UnreadableException("no variable in " + this);
      }
      return Probes.differences(Probes.values(one), Probes.values(two));
    }

    private static boolean isName(String side) {
      if (FUNCTION_NAME.matcher(side).matches() || WORDS.matcher(side).matches()) {
        return true;
      }
      try {
        return LatexExpression.read(side).isVariable();
      } catch (UnreadableException e) {
        return false;
      }
    }
  }
}
