package org.winnow.synth.optmath.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Names;
import org.winnow.synth.optmath.model.NumberText;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.model.VariableType;

/**
 * Writes models in free MPS format, each number as {@link NumberText} has it, so that {@link
 * MpsReader} reads the same model; only the order of terms in a row is lost. Bounds of whole
 * numbers are always written, since readers differ in what they take for granted.
 */
public final class MpsWriter {
  private MpsWriter() {}

  private record Entry(String row, double coefficient) {}

  /** A model as the text of a file. */
  public static String write(Model model) {
    String objective = Names.objective(model);
    StringBuilder text = new StringBuilder("NAME model\n");
    if (model.sense() == Sense.MAXIMIZE) {
      text.append("OBJSENSE\n MAX\n");
    }
    text.append("ROWS\n N ").append(objective).append('\n');
    for (Row row : model.rows()) {
      String kind =
          switch (row.relation()) {
            case LESS_OR_EQUAL -> "L";
            case EQUAL -> "E";
            case GREATER_OR_EQUAL -> "G";
          };
      text.append(' ').append(kind).append(' ').append(row.name()).append('\n');
    }
    appendColumns(text, model, objective);
    text.append("RHS\n");
    if (model.constant() != 0) {
      // The format gives the objective a right side, which is what it is short of.
      appendEntry(text, "RHS", objective, -model.constant());
    }
    for (Row row : model.rows()) {
      if (row.rightSide() != 0) {
        appendEntry(text, "RHS", row.name(), row.rightSide());
      }
    }
    text.append("BOUNDS\n");
    model.variables().forEach(variable -> appendBounds(text, variable));
    return text.append("ENDATA\n").toString();
  }

  private static void appendColumns(StringBuilder text, Model model, String objective) {
    Map<String, List<Entry>> entries = new HashMap<>();
    for (Variable variable : model.variables()) {
      entries.put(variable.name(), new ArrayList<>());
    }
    for (Term term : model.objective()) {
      add(entries, objective, term);
    }
    for (Row row : model.rows()) {
      row.terms().forEach(term -> add(entries, row.name(), term));
    }
    text.append("COLUMNS\n");
    boolean whole = false;
    for (Variable variable : model.variables()) {
      if (whole != variable.isWhole()) {
        whole = variable.isWhole();
        text.append(" MARKER 'MARKER' ").append(whole ? "'INTORG'\n" : "'INTEND'\n");
      }
      List<Entry> column = entries.getOrDefault(variable.name(), List.of());
      if (column.isEmpty()) {
        appendEntry(text, variable.name(), objective, 0);
      }
      column.forEach(e -> appendEntry(text, variable.name(), e.row(), e.coefficient()));
    }
    if (whole) {
      text.append(" MARKER 'MARKER' 'INTEND'\n");
    }
  }

  private static void add(Map<String, List<Entry>> entries, String row, Term term) {
    entries
        .computeIfAbsent(term.variable(), name -> new ArrayList<>())
        .add(new Entry(row, term.coefficient()));
  }

  private static void appendEntry(StringBuilder text, String first, String second, double value) {
    text.append(' ').append(first).append(' ').append(second).append(' ');
    text.append(NumberText.of(value)).append('\n');
  }

  private static void appendBounds(StringBuilder text, Variable variable) {
    boolean openBelow = Double.isInfinite(variable.lower());
    boolean openAbove = Double.isInfinite(variable.upper());
    if (variable.type() == VariableType.BINARY) {
      text.append(" BV BND ").append(variable.name()).append('\n');
    } else if (openBelow && openAbove) {
      text.append(" FR BND ").append(variable.name()).append('\n');
    } else if (variable.lower() == variable.upper()) {
      appendEntry(text, "FX BND", variable.name(), variable.lower());
    } else {
      if (openBelow) {
        text.append(" MI BND ").append(variable.name()).append('\n');
      } else if (variable.lower() != 0 || variable.upper() < 0 || variable.isWhole()) {
        appendEntry(text, "LO BND", variable.name(), variable.lower());
      }
      if (!openAbove) {
        appendEntry(text, "UP BND", variable.name(), variable.upper());
      } else if (variable.isWhole()) {
        text.append(" PL BND ").append(variable.name()).append('\n');
      }
    }
  }
}
