package org.winnow.scorers.runtime;

import java.util.Optional;
import org.winnow.scorers.GradientCosines;

/** Cosines from the inner products that the kernel {@code layer_products} gives. */
final class CosineProducts {
  /** Numbers for each layer. */
  private static final int PRODUCTS = 5;

  private static final double LEAST_NORM = 1e-12;

  private CosineProducts() {}

  /**
   * The cosines.
   *
   * @param oneShape whether gradients at q and o have one shape
   * @param queryOutput double[5 x layers] for q and o
   * @param keyValue double[5 x layers] for k and v
   */
  static GradientCosines cosines(boolean oneShape, double[] queryOutput, double[] keyValue) {
    return new GradientCosines(
        oneShape ? Optional.of(acrossProjections(queryOutput)) : Optional.empty(),
        acrossProjections(keyValue),
        new double[][] {
          acrossLayers(queryOutput, 0),
          acrossLayers(keyValue, 0),
          acrossLayers(keyValue, 1),
          acrossLayers(queryOutput, 1)
        });
  }

  private static double[] acrossProjections(double[] products) {
    double[] cosines = new double[products.length / PRODUCTS];
    for (int layer = 0; layer < cosines.length; layer++) {
      int first = layer * PRODUCTS;
      cosines[layer] = cosine(products[first + 2], products[first], products[first + 1]);
    }
    return cosines;
  }

  private static double[] acrossLayers(double[] products, int which) {
    double[] cosines = new double[products.length / PRODUCTS - 1];
    for (int layer = 0; layer < cosines.length; layer++) {
      int own = layer * PRODUCTS + which;
      int next = own + PRODUCTS;
      cosines[layer] = cosine(products[next + 3], products[own], products[next]);
    }
    return cosines;
  }

  private static double cosine(double product, double square, double otherSquare) {
    if (Math.min(square, otherSquare) < LEAST_NORM * LEAST_NORM) {
      return Double.NaN;
    }
    double cosine = product / StrictMath.sqrt(square) / StrictMath.sqrt(otherSquare);
    return Math.max(-1, Math.min(1, cosine));
  }
}
