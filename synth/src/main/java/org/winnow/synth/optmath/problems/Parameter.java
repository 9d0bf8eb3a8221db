package org.winnow.synth.optmath.problems;

import static java.util.Objects.requireNonNull;

/**
 * A range from which a class draws whole numbers.
 *
 * @param name unique in its class: a set's name for its size, a table's for its numbers
 * @param kind whether it makes instances larger
 * @param low the least number by default
 * @param high the greatest number by default
 */
public record Parameter(String name, Kind kind, int low, int high) {
  /** What grows with a parameter. */
  public enum Kind {
    /** The number of variables and rows. */
    SIZE,
    /** Numbers of the data only. */
    VALUE
  }

  /** The greatest size that a range may have; three sets of this size make a million members. */
  public static final int MAX_SIZE = 100;

  /** The greatest number that a range of values may have. */
  public static final int MAX_VALUE = 1_000_000;

  public Parameter {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    if (low > high) {
      throw new IllegalArgumentException(
          "parameter " + name + ": expected a range, found " + low + " to " + high);
    }
  }

  /** The least number with which another range of this parameter may begin. */
  public int least() {
    return Math.min(kind == Kind.SIZE ? 2 : 1, low);
  }

  /** The greatest number with which another range of this parameter may end. */
  public int most() {
    return kind == Kind.SIZE ? MAX_SIZE : MAX_VALUE;
  }

  static Parameter size(String name, int low, int high) {
    return new Parameter(name, Kind.SIZE, low, high);
  }

  static Parameter value(String name, int low, int high) {
    return new Parameter(name, Kind.VALUE, low, high);
  }
}
