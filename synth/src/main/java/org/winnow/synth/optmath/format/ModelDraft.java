package org.winnow.synth.optmath.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Names;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.model.VariableType;

/** What a reader has seen of a model. Variables keep the order in which they were first named. */
final class ModelDraft {
  /** Most characters of a text. */
  static final int MAX_CHARACTERS = 16_000_000;

  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final List<DraftRow> rows = new ArrayList<>();
  private final Set<String> rowNames = new HashSet<>();

  private Sense sense = Sense.MINIMIZE;
  private Sum objective = new Sum();
  private double constant;

  private record DraftRow(
      String name, boolean isNamed, Sum sum, Relation relation, double rightSide, int line) {}

  /** A variable as far as it is known. */
  static final class Column {
    private double lower;
    private double upper = Double.POSITIVE_INFINITY;
    private boolean hasLower;
    private boolean hasUpper;
    private boolean isInteger;
    private boolean isBinary;
    private int line;

    private Column(int line) {
      this.line = line;
    }

    void lower(double bound, int at) {
      lower = bound;
      hasLower = true;
      line = at;
    }

    void upper(double bound, int at) {
      upper = bound;
      hasUpper = true;
      line = at;
    }

    void integer() {
      isInteger = true;
    }

    void binary() {
      isBinary = true;
    }

    boolean isInteger() {
      return isInteger;
    }

    boolean hasLower() {
      return hasLower;
    }

    boolean isBounded() {
      return hasLower || hasUpper || isBinary;
    }

    private Variable variable(String name) {
      if (isBinary && !hasLower && !hasUpper) {
        return Variable.binary(name);
      }
      double top = isBinary ? Math.min(1, upper) : upper;
      double bottom = isBinary ? Math.max(0, lower) : lower;
      if (isBinary && bottom == 0 && top == 1) {
        return Variable.binary(name);
      }
      return new Variable(
          name,
          isBinary || isInteger ? VariableType.INTEGER : VariableType.CONTINUOUS,
          bottom,
          top);
    }
  }

  static void checkLength(String text) throws ModelTextException {
    if (text.length() > MAX_CHARACTERS) {
      throw new ModelTextException(
          1, "expected at most " + MAX_CHARACTERS + " characters, found " + text.length());
    }
  }

  void sense(Sense found) {
    sense = found;
  }

  void objective(Sum sum, double plus) {
    objective = sum;
    constant = plus;
  }

  boolean knows(String variable) {
    return columns.containsKey(variable);
  }

  /** The variable of a name; there is one from now on. */
  Column column(String name, int line) throws ModelTextException {
    Column known = columns.get(name);
    if (known != null) {
      return known;
    }
    if (!Names.isName(name)) {
      throw new ModelTextException(
          line, "expected the name of a variable, found " + ModelTextException.excerpt(name));
    }
    Column column = new Column(line);
    columns.put(name, column);
    return column;
  }

  /** Adds a row under a name of its own. */
  void row(String name, Sum sum, Relation relation, double rightSide, int line)
      throws ModelTextException {
    if (!rowNames.add(name)) {
      throw new ModelTextException(line, "row " + name + " is there twice");
    }
    rows.add(new DraftRow(name, true, sum, relation, rightSide, line));
  }

  /**
   * Adds a row that has no name in the text.
   *
   * @param near what its name shall begin with; empty for R and its number
   */
  void unnamedRow(String near, Sum sum, Relation relation, double rightSide, int line) {
    String base = near.isEmpty() ? "R" + (rows.size() + 1) : near;
    rows.add(new DraftRow(base, false, sum, relation, rightSide, line));
  }

  /** Some readers take such a variable for 0 or 1, others for any number from 0. */
  void refuseOpenIntegers() throws ModelTextException {
    for (Map.Entry<String, Column> entry : columns.entrySet()) {
      Column column = entry.getValue();
      if (column.isInteger && !column.isBounded()) {
        throw new ModelTextException(
            column.line, "expected bounds for the integer column " + entry.getKey());
      }
    }
  }

  Model build(int lastLine) throws ModelTextException {
    List<Variable> variables = new ArrayList<>();
    for (Map.Entry<String, Column> entry : columns.entrySet()) {
      try {
        variables.add(entry.getValue().variable(entry.getKey()));
      } catch (IllegalArgumentException e) {
        throw new ModelTextException(entry.getValue().line, e);
      }
    }
    List<Row> named = new ArrayList<>();
    for (DraftRow row : rows) {
      String name = row.isNamed() ? row.name() : freeName(row.name());
      try {
        named.add(new Row(name, row.sum().terms(), row.relation(), row.rightSide()));
      } catch (IllegalArgumentException e) {
        throw new ModelTextException(row.line(), e);
      }
    }
    try {
      return new Model(sense, objective.terms(), constant, variables, named);
    } catch (IllegalArgumentException e) {
      throw new ModelTextException(lastLine, e);
    }
  }

  /** All names of the text are taken by now, so that none that is made up stands in their way. */
  private String freeName(String base) {
    String name = base;
    for (int count = 2; !rowNames.add(name); count++) {
      name = base + "_" + count;
    }
    return name;
  }
}
