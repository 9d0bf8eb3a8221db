package org.winnow.synth.optmath.problems;

import org.winnow.schemas.RandomBits;

/** Chance for one instance, and the data that it makes. */
final class Draw {
  private static final int PERCENT = 100;

  private final ParameterRanges ranges;
  private final ProblemText text;
  private final RandomBits bits;
  private final ProblemData.Builder data;

  Draw(ParameterRanges ranges, ProblemText text, RandomBits bits) {
    this.ranges = ranges;
    this.text = text;
    this.bits = bits;
    data = new ProblemData.Builder(text);
  }

  /** A whole number from a parameter's range, ends included, uniform. */
  int of(String parameter) {
    Parameter range = ranges.get(parameter);
    return range.low() + bits.below(range.high() - range.low() + 1);
  }

  /** A whole number from 0 and below a bound, uniform. */
  int below(int bound) {
    return bits.below(bound);
  }

  /** Whether something happens that does in so many of a hundred cases. */
  boolean happens(int percent) {
    return bits.below(PERCENT) < percent;
  }

  /** Draws the size of a set from the parameter of its name. */
  int size(String set) {
    return size(set, of(set));
  }

  /** Gives a set its size. */
  int size(String set, int size) {
    data.size(set, size);
    return size;
  }

  /** Draws all entries of a table from the parameter of its name. */
  void fill(String field) {
    fill(field, 0, new int[text.field(field).sets().size()]);
  }

  private void fill(String field, int depth, int[] members) {
    if (depth == members.length) {
      put(field, of(field), members);
      return;
    }
    int size = data.size(text.field(field).sets().get(depth));
    for (members[depth] = 0; members[depth] < size; members[depth]++) {
      fill(field, depth + 1, members);
    }
  }

  /** Sets an entry. */
  void put(String field, double value, int... members) {
    data.put(field, value, members);
  }

  /** States that an entry is there, where the table has no numbers. */
  void state(String field, int... members) {
    data.put(field, 1, members);
  }

  /** An entry that is there by now. */
  double value(String field, int... members) {
    return data.value(field, members);
  }

  /** The sum of a table's entries by now. */
  double total(String field) {
    return data.entries(field).sum();
  }

  /** The greatest of a table's entries by now. */
  double greatest(String field) {
    return data.entries(field).max().orElseThrow();
  }

  /** The data; a copy. */
  ProblemData data() {
    return data.build();
  }
}
