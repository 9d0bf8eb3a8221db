package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import org.winnow.scorers.checkpoint.SafetensorsWriter;
import org.winnow.scorers.checkpoint.TensorFile;
import org.winnow.scorers.checkpoint.TensorRows;

/**
 * Moves native arrays to files and back in pieces: the binding hands over at most 2 GiB at once,
 * and the embedding of a large vocabulary has more.
 */
final class ArrayPieces {
  /** Numbers that are in Java's memory at once, unless a single row has more. */
  private static final int NUMBERS = 1 << 18;

  private ArrayPieces() {}

  /** Adds an array to a file that will be written; it is read then. */
  static void put(SafetensorsWriter writer, TensorRows rows, NDArray array) {
    long count = rows.shape().get(0);
    long step = Math.max(1, NUMBERS / Math.max(1, array.size() / count));
    for (long first = 0; first < count; first += step) {
      long from = first;
      long to = Math.min(count, first + step);
      List<Long> shape = new ArrayList<>(rows.shape());
      shape.set(0, to - from);
      writer.put(
          new TensorRows(rows.tensor(), rows.firstRow() + from, shape, rows.offset()),
          () -> values(array, from, to));
    }
  }

  private static float[] values(NDArray array, long from, long to) {
    try (NDArray piece = array.get(from + ":" + to)) {
      return piece.toFloatArray();
    }
  }

  /** Fills a float32 array from a stored tensor of as many numbers. */
  static void fill(Kernels kernels, NDArray array, TensorFile stored, String tensor) {
    if (stored.size(tensor) != array.size()) {
      throw new IllegalStateException(
          "tensor "
              + tensor
              + ": expected "
              + array.size()
              + " numbers, found "
              + stored.size(tensor));
    }
    fill(kernels, array, (first, count) -> stored.values(tensor, first, count));
  }

  /** Fills a float32 array piece by piece, in order. */
  static void fill(Kernels kernels, NDArray array, Pieces pieces) {
    for (long first = 0; first < array.size(); first += NUMBERS) {
      int count = (int) Math.min(NUMBERS, array.size() - first);
      try (NDArray values = array.getManager().create(pieces.values(first, count))) {
        kernels.test("fill", Kernels.of(array), Kernels.of(values), IValue.from(first));
      }
    }
  }

  /** Numbers of an array in row-major order. */
  interface Pieces {
    /** {@code count} of them, the first of which is number {@code first} from 0. */
    float[] values(long first, int count);
  }
}
