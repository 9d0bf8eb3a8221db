package org.winnow.scorers.checkpoint;

import java.util.Arrays;
import java.util.List;

/**
 * The rows of a stored tensor that make up one array of the decoder.
 *
 * @param tensor the stored tensor's name
 * @param firstRow the first of the rows
 * @param shape sizes of the array; the first one is the number of rows
 * @param offset what is added to every stored value
 */
public record TensorRows(String tensor, long firstRow, List<Long> shape, double offset) {
  public TensorRows {
    shape = List.copyOf(shape);
  }

  /** A whole tensor with its values as they are. */
  static TensorRows whole(String tensor, long... shape) {
    return from(tensor, 0, shape);
  }

  /** Rows from {@code firstRow} on. */
  static TensorRows from(String tensor, long firstRow, long... shape) {
    return new TensorRows(tensor, firstRow, Arrays.stream(shape).boxed().toList(), 0);
  }

  /** The same rows with {@code added} on top of every value. */
  TensorRows plus(double added) {
    return new TensorRows(tensor, firstRow, shape, added);
  }
}
