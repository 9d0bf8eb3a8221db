package org.winnow.transforms.features;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.winnow.schemas.CorpusBatch;

/**
 * Rows as directions at several checkpoints: one vector for each checkpoint, side by side in one
 * array.
 *
 * <p>With {@code u} the unit vectors of a row and {@code w m} those of a target, each times the
 * weight of its checkpoint, the inner product of the two arrays is the weighted sum of cosines.
 */
final class CheckpointDirections implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> columns;

  /** int[checkpoint], numbers of features. */
  private final int[] sizes;

  /** double[checkpoint], above 0, of sum 1. */
  private final double[] weights;

  /**
   * Directions of these features.
   *
   * @param checkpoints at least one
   */
  CheckpointDirections(List<CheckpointFeatures> checkpoints) {
    columns = checkpoints.stream().flatMap(c -> c.columns().stream()).toList();
    sizes = checkpoints.stream().mapToInt(c -> c.columns().size()).toArray();
    // Of the greatest, because a sum of rates may overflow.
    double greatest =
        checkpoints.stream().mapToDouble(CheckpointFeatures::learningRate).max().orElseThrow();
    double[] shares = checkpoints.stream().mapToDouble(c -> c.learningRate() / greatest).toArray();
    double sum = DoubleStream.of(shares).sum();
    weights = DoubleStream.of(shares).map(share -> share / sum).toArray();
  }

  /** The columns of all checkpoints, in order. */
  List<String> columns() {
    return columns;
  }

  /**
   * The directions of all rows, in order.
   *
   * @return double[features of all checkpoints], of length 1 or 0 at each checkpoint; empty for a
   *     row without one of the scores
   */
  List<Optional<double[]>> of(CorpusBatch batch) {
    return FeatureRows.of(batch, columns).stream().map(row -> row.map(this::units)).toList();
  }

  /**
   * The mean direction of a target at each checkpoint, times the checkpoint's weight.
   *
   * @param sums double[features of all checkpoints], the sum of its rows' directions
   * @return empty if the rows cancel each other at one of the checkpoints
   */
  Optional<double[]> weightedTarget(double[] sums) {
    double[] target = units(sums);
    if (!isComplete(target)) {
      return Optional.empty();
    }
    int at = 0;
    for (int checkpoint = 0; checkpoint < sizes.length; checkpoint++) {
      for (int i = 0; i < sizes[checkpoint]; i++) {
        target[at++] *= weights[checkpoint];
      }
    }
    return Optional.of(target);
  }

  /** Whether there is a direction at every checkpoint. */
  boolean isComplete(double[] directions) {
    int from = 0;
    for (int size : sizes) {
      if (FeatureRows.greatest(FeatureRows.part(directions, from, size)) == 0) {
        return false;
      }
      from += size;
    }
    return true;
  }

  private double[] units(double[] vectors) {
    double[] units = new double[vectors.length];
    int from = 0;
    for (int size : sizes) {
      double[] unit = FeatureRows.unit(FeatureRows.part(vectors, from, size));
      System.arraycopy(unit, 0, units, from, size);
      from += size;
    }
    return units;
  }
}
