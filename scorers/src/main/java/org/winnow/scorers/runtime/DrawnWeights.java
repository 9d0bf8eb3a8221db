package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.winnow.schemas.RandomBits;
import org.winnow.schemas.Seeds;
import org.winnow.scorers.checkpoint.TensorRows;

/**
 * Weights for a training from scratch: gains are 1, biases 0, and a matrix is uniform with mean 0
 * and standard deviation 0.02, the deviation that Hugging Face initialises these families with. A
 * matrix is a hash of the seed and of its tensor's name.
 */
final class DrawnWeights {
  private static final double DEVIATION = 0.02;
  private static final float LARGEST = (float) (DEVIATION * Math.sqrt(3));

  private final Kernels kernels;
  private final long seed;

  DrawnWeights(Kernels kernels, long seed) {
    this.kernels = kernels;
    this.seed = seed;
  }

  /**
   * Fills one array.
   *
   * @param rows the tensor that it is, or the rows of it
   * @param array float32; holds gains as they multiply, not as some families store them
   */
  void fill(TensorRows rows, NDArray array) {
    if (rows.shape().size() == 1) {
      float value = rows.tensor().endsWith(".bias") ? 0 : 1;
      ArrayPieces.fill(kernels, array, (first, count) -> filled(count, value));
      return;
    }
    String name = rows.tensor() + " " + rows.firstRow();
    RandomBits bits = new RandomBits(Seeds.bits(seed, "from_scratch", name, "weights"));
    ArrayPieces.fill(kernels, array, (first, count) -> drawn(bits, count));
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] drawn(RandomBits bits, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = LARGEST * bits.signedUnit();
    }
    return values;
  }
}
