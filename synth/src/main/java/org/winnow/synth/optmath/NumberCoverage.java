package org.winnow.synth.optmath;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.NumberText;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;

/**
 * Whether a text says the numbers of a model: coefficients, right sides, finite bounds and the
 * constant. Signs are not compared, since "at least" and "less" say them in words; 0 and 1 need not
 * be said. A number is said in figures, with or without commas between thousands; 40% says 40.
 */
public final class NumberCoverage {
  private static final Pattern FIGURES =
      Pattern.compile("[0-9]{1,3}+(?:,[0-9]{3})++(?![0-9])(?:\\.[0-9]++)?|[0-9]++(?:\\.[0-9]++)?");

  private NumberCoverage() {}

  /** The numbers of a model that a text does not say, ascending, each once. */
  public static List<Double> missing(Model model, String text) {
    Set<BigDecimal> said = new HashSet<>();
    Matcher matcher = FIGURES.matcher(text);
    while (matcher.find()) {
      said.add(new BigDecimal(matcher.group().replace(",", "")).stripTrailingZeros());
    }
    List<Double> missing = new ArrayList<>();
    for (double number : numbers(model)) {
      if (!said.contains(new BigDecimal(NumberText.of(number)).stripTrailingZeros())) {
        missing.add(number);
      }
    }
    return missing;
  }

  /**
   * The sizes of a model's numbers, each once: of coefficients, right sides, finite bounds and the
   * constant, without 0 and 1.
   */
  public static SortedSet<Double> numbers(Model model) {
    TreeSet<Double> numbers = new TreeSet<>();
    numbers.add(Math.abs(model.constant()));
    for (Term term : model.objective()) {
      numbers.add(Math.abs(term.coefficient()));
    }
    for (Row row : model.rows()) {
      numbers.add(Math.abs(row.rightSide()));
      for (Term term : row.terms()) {
        numbers.add(Math.abs(term.coefficient()));
      }
    }
    for (Variable variable : model.variables()) {
      numbers.add(Math.abs(variable.lower()));
      numbers.add(Math.abs(variable.upper()));
    }
    numbers.removeAll(Set.of(0.0, 1.0, Double.POSITIVE_INFINITY));
    return numbers;
  }
}
