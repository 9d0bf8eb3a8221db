package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import org.winnow.scorers.Projection;
import org.winnow.scorers.SketchKey;
import org.winnow.scorers.runtime.SketchSigns.Side;

/**
 * The signs that project the gradients of every q, k, v and o, in native memory: 4 bytes for each
 * of {@code side} columns of every input and output of those matrices.
 *
 * @param left for each layer the signs of the outputs of q, k, v and o, each [outputs, side]
 * @param right for each layer the signs of the inputs: those of q, k and v side by side, [inputs, 3
 *     side], and those of o, [inputs, side]
 */
record Sketch(List<List<NDArray>> left, List<List<NDArray>> right) {
  /** Number of a layer's first projection among its weights; the others follow. */
  private static final int FIRST_WEIGHT = 1;

  /**
   * Computes all signs.
   *
   * @param manager owns the arrays
   * @param layers the weights, see {@link Weights#layers}
   */
  static Sketch of(PtNDManager manager, List<NDList> layers, SketchKey key) {
    List<List<NDArray>> left = new ArrayList<>();
    List<List<NDArray>> right = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      List<NDArray> outputs = new ArrayList<>();
      for (Projection projection : Projection.values()) {
        long rows = weight(layers, layer, projection).getShape().get(0);
        outputs.add(signs(manager, key, layer, Side.LEFT, rows, projection));
      }
      left.add(List.copyOf(outputs));
      right.add(
          List.of(
              signs(
                  manager,
                  key,
                  layer,
                  Side.RIGHT,
                  weight(layers, layer, Projection.Q).getShape().get(1),
                  Projection.Q,
                  Projection.K,
                  Projection.V),
              signs(
                  manager,
                  key,
                  layer,
                  Side.RIGHT,
                  weight(layers, layer, Projection.O).getShape().get(1),
                  Projection.O)));
    }
    return new Sketch(List.copyOf(left), List.copyOf(right));
  }

  private static NDArray weight(List<NDList> layers, int layer, Projection projection) {
    return layers.get(layer).get(FIRST_WEIGHT + projection.ordinal());
  }

  private static NDArray signs(
      PtNDManager manager,
      SketchKey key,
      int layer,
      Side side,
      long rows,
      Projection... projections) {
    int width = projections.length * key.side();
    float[] values = new float[Math.toIntExact(rows * width)];
    for (int i = 0; i < projections.length; i++) {
      SketchSigns.write(
          key.seed(), layer, projections[i], side, values, width, i * key.side(), key.side());
    }
    return manager.create(values, new Shape(rows, width));
  }
}
