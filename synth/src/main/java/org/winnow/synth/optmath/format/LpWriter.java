package org.winnow.synth.optmath.format;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Names;
import org.winnow.synth.optmath.model.NumberText;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.model.VariableType;

/**
 * Writes models in LP format, each number as {@link NumberText} has it, so that {@link LpReader}
 * reads the same model; only the order of the variables is lost.
 */
public final class LpWriter {
  /** Characters of a line, below the 510 that the narrowest readers take. */
  private static final int LINE = 250;

  private LpWriter() {}

  /**
   * A model as the text of a file.
   *
   * @throws IllegalArgumentException if the model has no variable: the format cannot say it
   */
  public static String write(Model model) {
    if (model.variables().isEmpty()) {
      throw new IllegalArgumentException("expected a model with a variable");
    }
    StringBuilder text = new StringBuilder();
    text.append(model.sense() == Sense.MINIMIZE ? "Minimize\n" : "Maximize\n");
    Terms objective = new Terms(text, Names.objective(model));
    model.objective().forEach(objective::add);
    for (Variable variable : unmentioned(model)) {
      objective.add(0, variable.name());
    }
    objective.orNothingOf(model);
    if (model.constant() != 0) {
      text.append(model.constant() < 0 ? " - " : " + ");
      text.append(NumberText.of(Math.abs(model.constant())));
    }
    text.append("\nSubject To\n");
    for (Row row : model.rows()) {
      Terms terms = new Terms(text, row.name());
      row.terms().forEach(terms::add);
      terms.orNothingOf(model);
      text.append(' ').append(row.relation().sign()).append(' ');
      text.append(NumberText.of(row.rightSide())).append('\n');
    }
    appendBounds(text, model);
    appendNames(text, "Generals", model, v -> v.type() == VariableType.INTEGER);
    appendNames(text, "Binaries", model, v -> v.type() == VariableType.BINARY);
    return text.append("End\n").toString();
  }

  /** Variables without a term; readers know those of objective and rows only. */
  private static List<Variable> unmentioned(Model model) {
    Set<String> mentioned = new HashSet<>();
    model.objective().forEach(term -> mentioned.add(term.variable()));
    model.rows().forEach(row -> row.terms().forEach(term -> mentioned.add(term.variable())));
    return model.variables().stream()
        .filter(variable -> !mentioned.contains(variable.name()))
        .toList();
  }

  /** A sum of terms in the making, over as many lines as it takes. */
  private static final class Terms {
    private final StringBuilder text;
    private int lineStart;
    private boolean isEmpty = true;

    Terms(StringBuilder text, String label) {
      this.text = text;
      this.lineStart = text.length();
      text.append(' ').append(label).append(':');
    }

    void add(Term term) {
      add(term.coefficient(), term.variable());
    }

    void add(double coefficient, String variable) {
      if (text.length() - lineStart > LINE) {
        text.append("\n ");
        lineStart = text.length();
      }
      boolean isNegative = coefficient < 0;
      text.append(isEmpty ? (isNegative ? " - " : " ") : (isNegative ? " - " : " + "));
      double size = Math.abs(coefficient);
      if (size != 1) {
        text.append(NumberText.of(size)).append(' ');
      }
      text.append(variable);
      isEmpty = false;
    }

    /** A sum of nothing is written as nothing of some variable. */
    void orNothingOf(Model model) {
      if (isEmpty) {
        add(0, model.variables().get(0).name());
      }
    }
  }

  private static void appendBounds(StringBuilder text, Model model) {
    text.append("Bounds\n");
    for (Variable variable : model.variables()) {
      boolean standard =
          variable.type() == VariableType.BINARY
              || (variable.lower() == 0 && variable.upper() == Double.POSITIVE_INFINITY);
      if (!standard) {
        text.append(' ').append(bounds(variable)).append('\n');
      }
    }
  }

  private static String bounds(Variable variable) {
    String lower = bound(variable.lower());
    if (variable.lower() == variable.upper()) {
      return variable.name() + " = " + lower;
    }
    if (Double.isInfinite(variable.upper())) {
      return Double.isInfinite(variable.lower())
          ? variable.name() + " free"
          : variable.name() + " >= " + lower;
    }
    return lower + " <= " + variable.name() + " <= " + bound(variable.upper());
  }

  private static String bound(double bound) {
    if (Double.isInfinite(bound)) {
      return bound < 0 ? "-inf" : "inf";
    }
    return NumberText.of(bound);
  }

  private static void appendNames(
      StringBuilder text, String head, Model model, Predicate<Variable> chosen) {
    List<Variable> variables = model.variables().stream().filter(chosen).toList();
    if (!variables.isEmpty()) {
      text.append(head).append('\n');
      variables.forEach(variable -> text.append(' ').append(variable.name()).append('\n'));
    }
  }
}
