package org.winnow.synth.optmath.complexity;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;

/**
 * What the complexity of a model is made of.
 *
 * @param binaries variables that take 0 and 1 only
 * @param integers other variables that take whole numbers only
 * @param continuous other variables
 * @param linear linear rows
 * @param indicator rows that hold only where a variable has a value; our models have none
 * @param quadratic rows with products of variables; our models have none
 * @param general other rows; our models have none
 * @param bigM linear rows that a binary variable switches on and off
 * @param terms mean number of terms of a row, the objective counted as one
 */
public record ModelShape(
    int binaries,
    int integers,
    int continuous,
    int linear,
    int indicator,
    int quadratic,
    int general,
    int bigM,
    double terms) {
  /** How much greater than the others the factor of a switch is. */
  private static final double SWITCH = 10;

  /** The shape of a model. */
  public static ModelShape of(Model model) {
    Set<String> switches =
        model.variables().stream()
            .filter(Variable::isZeroOrOne)
            .map(Variable::name)
            .collect(Collectors.toUnmodifiableSet());
    int terms = model.objective().size();
    int bigM = 0;
    for (Row row : model.rows()) {
      terms += row.terms().size();
      bigM += isBigM(row, switches) ? 1 : 0;
    }
    return new ModelShape(
        switches.size(),
        count(model, variable -> variable.isWhole() && !variable.isZeroOrOne()),
        count(model, variable -> !variable.isWhole()),
        model.rows().size(),
        0,
        0,
        0,
        bigM,
        terms / (model.rows().size() + 1.0));
  }

  private static int count(Model model, Predicate<Variable> kind) {
    return (int) model.variables().stream().filter(kind).count();
  }

  /**
   * A row is a big-M row if it has variables that are not binary, and a binary one whose factor is
   * at least ten times the greatest of theirs. The paper gives no rule.
   */
  private static boolean isBigM(Row row, Set<String> switches) {
    double greatestSwitch = 0;
    double greatestOther = 0;
    for (Term term : row.terms()) {
      double size = Math.abs(term.coefficient());
      if (switches.contains(term.variable())) {
        greatestSwitch = Math.max(greatestSwitch, size);
      } else {
        greatestOther = Math.max(greatestOther, size);
      }
    }
    return greatestOther > 0 && greatestSwitch >= SWITCH * greatestOther;
  }
}
