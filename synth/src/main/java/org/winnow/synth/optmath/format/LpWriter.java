package org.winnow.synth.optmath.format;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.winnow.synth.optmath.model.Model;
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
  /** Terms on a line, well below the 510 characters that the narrowest readers take. */
  private static final int TERMS_PER_LINE = 8;

  private LpWriter() {}

  /** A model as the text of a file. */
  public static String write(Model model) {
    StringBuilder text = new StringBuilder();
    text.append(model.sense() == Sense.MINIMIZE ? "Minimize\n" : "Maximize\n");
    text.append(" obj:");
    appendTerms(text, model.objective(), anyVariable(model));
    if (model.constant() != 0) {
      text.append(model.constant() < 0 ? " - " : " + ");
      text.append(NumberText.of(Math.abs(model.constant())));
    }
    text.append("\nSubject To\n");
    for (Row row : model.rows()) {
      text.append(' ').append(row.name()).append(':');
      appendTerms(text, row.terms(), anyVariable(model));
      text.append(' ').append(row.relation().sign()).append(' ');
      text.append(NumberText.of(row.rightSide())).append('\n');
    }
    appendBounds(text, model);
    appendNames(text, "Generals", model, v -> v.type() == VariableType.INTEGER);
    appendNames(text, "Binaries", model, v -> v.type() == VariableType.BINARY);
    return text.append("End\n").toString();
  }

  private static String anyVariable(Model model) {
    return model.variables().isEmpty() ? "" : model.variables().get(0).name();
  }

  private static void appendTerms(StringBuilder text, List<Term> terms, String anyVariable) {
    if (terms.isEmpty()) {
      text.append(" 0 ").append(anyVariable);
    }
    for (int i = 0; i < terms.size(); i++) {
      Term term = terms.get(i);
      if (i > 0) {
        text.append(i % TERMS_PER_LINE == 0 ? "\n  " : " ");
      }
      if (i == 0) {
        text.append(term.coefficient() < 0 ? " - " : " ");
      } else {
        text.append(term.coefficient() < 0 ? "- " : "+ ");
      }
      double size = Math.abs(term.coefficient());
      if (size != 1) {
        text.append(NumberText.of(size)).append(' ');
      }
      text.append(term.variable());
    }
  }

  private static void appendBounds(StringBuilder text, Model model) {
    Set<String> mentioned = new HashSet<>();
    model.objective().forEach(term -> mentioned.add(term.variable()));
    model.rows().forEach(row -> row.terms().forEach(term -> mentioned.add(term.variable())));
    text.append("Bounds\n");
    for (Variable variable : model.variables()) {
      boolean standard =
          variable.type() == VariableType.BINARY
              || (variable.lower() == 0 && variable.upper() == Double.POSITIVE_INFINITY);
      if (!standard || !mentioned.contains(variable.name())) {
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
