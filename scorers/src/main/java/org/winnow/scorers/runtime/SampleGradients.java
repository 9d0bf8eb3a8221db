package org.winnow.scorers.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.winnow.scorers.GradientCosines;
import org.winnow.scorers.LayerGradients;
import org.winnow.scorers.NotFiniteException;
import org.winnow.scorers.Projection;
import org.winnow.scorers.SketchKey;
import org.winnow.scorers.WeightGradient;

/**
 * One sample's gradients as numbers, put in layer by layer. Sums over layers are taken from the
 * first layer on, in whatever order the layers came.
 */
final class SampleGradients implements LayerGradients {
  private final Map<Integer, double[][]> singularValues = new HashMap<>();
  private final double[] layerSquares;
  private final Map<Integer, List<WeightGradient>> weights = new HashMap<>();
  private final Map<SketchKey, double[][]> sketches = new HashMap<>();
  private double otherSquares = Double.NaN;
  private @Nullable GradientCosines cosines;
  private @Nullable NotFiniteException failure;

  SampleGradients(int layers) {
    layerSquares = new double[layers];
  }

  void putSingularValues(int layer, double[][] byProjection) {
    singularValues.put(layer, byProjection);
  }

  /** The squared norm of the gradient at all parameters of a layer. */
  void putSquare(int layer, double square) {
    layerSquares[layer] = square;
  }

  /** Adds to the squared norm of the gradient at parameters outside of the layers. */
  void addSquare(double square) {
    otherSquares = Double.isNaN(otherSquares) ? square : otherSquares + square;
  }

  void putWeights(int layer, List<WeightGradient> matrices) {
    weights.put(layer, List.copyOf(matrices));
  }

  void putSketch(SketchKey key, int layer, double[] part) {
    sketches.computeIfAbsent(key, k -> new double[layers()][])[layer] = part;
  }

  void putCosines(GradientCosines all) {
    cosines = all;
  }

  /** Notes that a number is not finite; whoever asks for any number is told. */
  void fail(NotFiniteException reason) {
    failure = reason;
  }

  @Override
  public int layers() {
    return layerSquares.length;
  }

  @Override
  public double[] singularValues(int layer, Projection projection) {
    double[][] found = present(singularValues.get(layer), "singular values");
    return found[projection.ordinal()].clone();
  }

  @Override
  public GradientCosines cosines() {
    return present(cosines, "cosines");
  }

  @Override
  public double squaredNorm() {
    present(Double.isNaN(otherSquares) ? null : otherSquares, "the gradient's norm");
    double sum = otherSquares;
    for (double square : layerSquares) {
      sum += square;
    }
    NotFiniteException.check("the gradient's squared norm", new double[] {sum});
    return Math.max(0, sum);
  }

  @Override
  public List<WeightGradient> weights() {
    List<WeightGradient> all = new ArrayList<>();
    for (int layer = 0; layer < layers(); layer++) {
      all.addAll(present(weights.get(layer), "weight gradients"));
    }
    return all;
  }

  @Override
  public double[] sketch(SketchKey key) {
    double[][] parts = present(sketches.get(key), "the sketch of " + key);
    double[] sum = new double[key.width()];
    for (double[] part : parts) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      // both sides' signs are over the root of their number
      sum[i] /= key.side();
    }
    return NotFiniteException.check("a number of the gradient's sketch", sum);
  }

  private <T> T present(@Nullable T value, String name) {
    if (failure != null) {
      throw failure;
    }
    if (value == null) {
      throw new IllegalStateException(name + ": not among what was asked for");
    }
    return value;
  }
}
