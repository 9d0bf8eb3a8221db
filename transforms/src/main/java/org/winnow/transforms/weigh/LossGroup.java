package org.winnow.transforms.weigh;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * What the weights of one group of rows need to know of all its losses. Plays the part of the
 * global batch of "Dynamic Loss-Based Sample Reweighting" (arXiv 2502.06733):
 *
 * <pre>
 *   h_i = 2 (l_i - l_min) / (l_max - l_min) - 1
 *   w_i = n exp((f(h_i) - max f) / r) / sum_j exp((f(h_j) - max f) / r)
 * </pre>
 *
 * <p>with f of the {@link LossStrategy}, r the temperature and n the group's rows, so that weights
 * have mean 1. Where the losses lie within {@value #LEAST_SPREAD} nats of each other, which is how
 * far the published code tells them apart, all weights are 1.
 *
 * @param rows number of losses, from 1
 * @param low lowest loss after clipping
 * @param high highest loss after clipping
 * @param top greatest f among the losses
 * @param sum of {@code exp((f - top) / r)}; at least 1
 */
record LossGroup(int rows, double low, double high, double top, double sum) {
  static final Coder<LossGroup> CODER =
      DataCoder.of("loss group", LossGroup::write, LossGroup::read);

  private static final double LEAST_SPREAD = 1e-6;

  /**
   * A group of losses; the same for every order of them.
   *
   * @param losses at least one, finite
   */
  static LossGroup of(double[] losses, LossWeighting weighting) {
    // Sums of doubles depend on their order: sorted, there is one order for each set.
    double[] sorted = losses.clone();
    Arrays.sort(sorted);
    int rows = sorted.length;
    double low = sorted[LossWeighting.position(weighting.lowPercent(), rows)];
    double high = sorted[LossWeighting.position(weighting.highPercent(), rows)];
    LossGroup open = new LossGroup(rows, low, high, 0, 0);
    double top = Double.NEGATIVE_INFINITY;
    for (double loss : sorted) {
      top = Math.max(top, open.favour(loss, weighting));
    }
    double sum = 0;
    for (double loss : sorted) {
      sum += StrictMath.exp((open.favour(loss, weighting) - top) / weighting.temperature());
    }
    return new LossGroup(rows, low, high, top, sum);
  }

  /**
   * The weight of a row.
   *
   * @param loss one of the losses that the group was made of
   * @return from 0, finite
   */
  double weight(double loss, LossWeighting weighting) {
    double part = StrictMath.exp((favour(loss, weighting) - top) / weighting.temperature());
    return rows * (part / sum);
  }

  private double favour(double loss, LossWeighting weighting) {
    // Halves, because a difference of two doubles can exceed the largest one.
    double spread = high / 2 - low / 2;
    if (spread < LEAST_SPREAD / 2) {
      return 0;
    }
    double clipped = Math.min(Math.max(loss, low), high);
    return weighting.strategy().favour(2 * ((clipped / 2 - low / 2) / spread) - 1);
  }

  private static void write(LossGroup group, DataOutput out) throws IOException {
    out.writeInt(group.rows);
    out.writeDouble(group.low);
    out.writeDouble(group.high);
    out.writeDouble(group.top);
    out.writeDouble(group.sum);
  }

  private static LossGroup read(DataInput in) throws IOException {
    return new LossGroup(
        in.readInt(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
  }
}
