package org.winnow.pipelines.refresh;

import java.util.Map;
import java.util.TreeMap;

/**
 * A score's distribution in bounded memory: counts of values by the leading bits of their binary
 * form, in the order of values. A bucket spans 1/256 of its values' magnitude.
 */
final class ScoreHistogram {
  /** Sign, exponent and 8 bits of the fraction stay. */
  private static final int DROPPED_BITS = 44;

  private final TreeMap<Long, Long> counts = new TreeMap<>();
  private long rows;
  private double sum;

  void add(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    // Negative numbers grow with falling bits; turned over, all bits grow with the number.
    long ordered = bits ^ ((bits >> 63) & Long.MAX_VALUE);
    counts.merge(ordered >> DROPPED_BITS, 1L, Long::sum);
    rows++;
    sum += value;
  }

  long rows() {
    return rows;
  }

  /** NaN without rows. */
  double mean() {
    return sum / rows;
  }

  /**
   * The two-sample Kolmogorov-Smirnov statistic; 1 if one of both has no rows, 0 if neither has.
   */
  static double distance(ScoreHistogram one, ScoreHistogram other) {
    if (one.rows == 0 || other.rows == 0) {
      return one.rows == other.rows ? 0 : 1;
    }
    TreeMap<Long, long[]> both = new TreeMap<>();
    for (Map.Entry<Long, Long> bucket : one.counts.entrySet()) {
      both.computeIfAbsent(bucket.getKey(), key -> new long[2])[0] = bucket.getValue();
    }
    for (Map.Entry<Long, Long> bucket : other.counts.entrySet()) {
      both.computeIfAbsent(bucket.getKey(), key -> new long[2])[1] = bucket.getValue();
    }
    double greatest = 0;
    long below = 0;
    long otherBelow = 0;
    for (long[] bucket : both.values()) {
      below += bucket[0];
      otherBelow += bucket[1];
      greatest =
          Math.max(
              greatest, Math.abs((double) below / one.rows - (double) otherBelow / other.rows));
    }
    return greatest;
  }
}
