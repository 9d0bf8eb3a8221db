package org.winnow.synth.optmath.model;

import java.util.ArrayList;
import java.util.List;

/** A {@link Model} in the making, for code that writes models. For one thread. */
public final class ModelBuilder {
  private final Sense sense;
  private final Sum objective = new Sum();
  private final List<Variable> variables = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /** A model without variables and rows. */
  public ModelBuilder(Sense sense) {
    this.sense = sense;
  }

  /** Adds a variable that is 0 or 1, and gives its name. */
  public String binary(String name) {
    variables.add(Variable.binary(name));
    return name;
  }

  /** Adds a variable of whole numbers from 0, and gives its name. */
  public String integer(String name) {
    return integer(name, 0, Double.POSITIVE_INFINITY);
  }

  /** Adds a variable of whole numbers, and gives its name. */
  public String integer(String name, double lower, double upper) {
    variables.add(new Variable(name, VariableType.INTEGER, lower, upper));
    return name;
  }

  /** Adds a variable of numbers from 0, and gives its name. */
  public String continuous(String name) {
    return continuous(name, 0, Double.POSITIVE_INFINITY);
  }

  /** Adds a variable of numbers, and gives its name. */
  public String continuous(String name, double lower, double upper) {
    variables.add(new Variable(name, VariableType.CONTINUOUS, lower, upper));
    return name;
  }

  /** Adds a multiple of a variable to the objective. */
  public ModelBuilder objective(double coefficient, String variable) {
    objective.plus(coefficient, variable);
    return this;
  }

  /** Adds a row: the sum is at most a number. */
  public ModelBuilder atMost(String name, Sum sum, double rightSide) {
    return row(name, sum, Relation.LESS_OR_EQUAL, rightSide);
  }

  /** Adds a row: the sum is a number. */
  public ModelBuilder equal(String name, Sum sum, double rightSide) {
    return row(name, sum, Relation.EQUAL, rightSide);
  }

  /** Adds a row: the sum is at least a number. */
  public ModelBuilder atLeast(String name, Sum sum, double rightSide) {
    return row(name, sum, Relation.GREATER_OR_EQUAL, rightSide);
  }

  private ModelBuilder row(String name, Sum sum, Relation relation, double rightSide) {
    rows.add(new Row(name, sum.terms(), relation, rightSide));
    return this;
  }

  /** The model so far. */
  public Model build() {
    return new Model(sense, objective.terms(), 0, variables, rows);
  }
}
