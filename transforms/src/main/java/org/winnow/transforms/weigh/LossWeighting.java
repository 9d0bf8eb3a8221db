package org.winnow.transforms.weigh;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How losses become weights.
 *
 * @param strategy which losses get more weight
 * @param temperature of the softmax, r in the paper; above 0, finite; the greater, the more even
 * @param lowPercent losses below this quantile of their group count as the quantile; 0 is none
 * @param highPercent losses above this quantile of their group count as the quantile; 100 is none
 */
public record LossWeighting(
    LossStrategy strategy, double temperature, BigDecimal lowPercent, BigDecimal highPercent)
    implements Serializable {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public LossWeighting {
    requireNonNull(strategy, "strategy is null");
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be > 0 and finite, got " + temperature);
    }
    if (lowPercent.signum() < 0
        || lowPercent.compareTo(highPercent) >= 0
        || highPercent.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException(
          "expected 0 <= low < high <= 100 percent, got " + lowPercent + " and " + highPercent);
    }
  }

  /** The strategy without clipping. */
  public static LossWeighting of(LossStrategy strategy, double temperature) {
    return new LossWeighting(strategy, temperature, BigDecimal.ZERO, HUNDRED);
  }

  /**
   * The position of a quantile among sorted values: the lowest one that at least {@code percent} of
   * all values do not exceed.
   *
   * @param percent from 0 to 100
   * @param values how many there are, from 1
   */
  static int position(BigDecimal percent, int values) {
    int rank =
        percent
            .multiply(BigDecimal.valueOf(values))
            .movePointLeft(2)
            .setScale(0, RoundingMode.CEILING)
            .intValueExact();
    return Math.max(1, rank) - 1;
  }
}
