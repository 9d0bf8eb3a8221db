package org.winnow.synth.optmath.pair;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Some instances of a cell.
 *
 * @param cell the cell
 * @param first number of the first one, from 0
 * @param count how many, from 1
 */
public record Share(Cell cell, int first, int count) {
  public Share {
    requireNonNull(cell, "cell is null");
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException(
          "expected numbers from 0 and at least one, got " + count + " from " + first);
    }
  }

  /** The names of the instances, in order. */
  List<String> ids() {
    return IntStream.range(first, first + count).mapToObj(cell::instanceId).toList();
  }
}
