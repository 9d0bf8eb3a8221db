package org.winnow.pipelines.trial;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean and how well it is known: the 95 % confidence interval by Student's t.
 *
 * @param mean of the values
 * @param halfWidth of the interval around it; empty for a single value
 */
public record Interval(double mean, OptionalDouble halfWidth) {
  private static final double UPPER = 0.975;

  /** The interval of the mean of some values, at least one. */
  static Interval of(List<Double> values) {
    int count = values.size();
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / count;
    if (count < 2) {
      return new Interval(mean, OptionalDouble.empty());
    }
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    double error = Math.sqrt(squares / (count - 1) / count);
    double quantile = TDistribution.of(count - 1).inverseCumulativeProbability(UPPER);
    return new Interval(mean, OptionalDouble.of(quantile * error));
  }

  /** Whether 0 lies outside of the interval: the sign of the mean can be believed. */
  public boolean excludesZero() {
    return halfWidth.isPresent() && Math.abs(mean) > halfWidth.getAsDouble();
  }
}
