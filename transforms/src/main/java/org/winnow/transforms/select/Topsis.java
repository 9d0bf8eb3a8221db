package org.winnow.transforms.select;

import java.util.List;

/**
 * Ranks rows by several criteria at once: the Technique for Order of Preference by Similarity to
 * Ideal Solution (Hwang and Yoon, 1981), as DONOD uses it (arXiv 2504.14810).
 *
 * <p>For a value {@code x} of criterion j: {@code v = w_j x / sqrt(sum x^2)}. The ideal takes the
 * best {@code v} of every criterion, the anti-ideal the worst; with {@code S+} and {@code S-} the
 * Euclidean distances to them, the closeness is {@code C = S- / (S+ + S-)}, in [0, 1], higher is
 * better. A criterion on which all rows agree says nothing and is left out; if none is left, C =
 * 0.5. C does not change when a column is multiplied by a positive number, up to rounding.
 */
final class Topsis {
  private final List<Criterion> criteria;
  private final double[] scale;
  private final double[] ideal;
  private final double[] antiIdeal;

  /**
   * Ready to rank the rows that the statistics are of.
   *
   * @param criteria what is wanted
   * @param statistics of the same criteria, in the same order
   */
  Topsis(List<Criterion> criteria, CriteriaStatistics statistics) {
    this.criteria = criteria;
    int n = criteria.size();
    scale = new double[n];
    ideal = new double[n];
    antiIdeal = new double[n];
    double weights = criteria.stream().mapToDouble(Criterion::weight).sum();
    for (int i = 0; i < n; i++) {
      double norm = statistics.norm(i);
      if (statistics.min(i) == statistics.max(i) || norm == 0) {
        continue;
      }
      scale[i] = criteria.get(i).weight() / weights / norm;
      boolean wantsHigh = criteria.get(i).goal() == Criterion.Goal.MAXIMIZE;
      ideal[i] = scale[i] * (wantsHigh ? statistics.max(i) : statistics.min(i));
      antiIdeal[i] = scale[i] * (wantsHigh ? statistics.min(i) : statistics.max(i));
    }
  }

  /**
   * The closeness of one row.
   *
   * @param values double[criteria], finite
   */
  double closeness(double[] values) {
    double toIdeal = 0;
    double toAntiIdeal = 0;
    for (int i = 0; i < criteria.size(); i++) {
      double v = scale[i] * values[i];
      toIdeal += (v - ideal[i]) * (v - ideal[i]);
      toAntiIdeal += (v - antiIdeal[i]) * (v - antiIdeal[i]);
    }
    double best = Math.sqrt(toIdeal);
    double worst = Math.sqrt(toAntiIdeal);
    return best + worst == 0 ? 0.5 : worst / (best + worst);
  }
}
