package org.winnow.transforms.mix;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How often a domain may be used at most, in all phases together.
 *
 * @param epochs above 0
 */
public record EpochCap(BigDecimal epochs) implements Serializable {
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** No limit that any corpus comes to. */
  public static final EpochCap NONE = new EpochCap(MOST);

  public EpochCap {
    if (epochs.signum() <= 0) {
      throw new IllegalArgumentException("epochs must be > 0, got " + epochs);
    }
  }

  /** A cap of so many epochs. */
  public static EpochCap of(double epochs) {
    return new EpochCap(BigDecimal.valueOf(epochs));
  }

  /** The greatest whole number that a domain of this size may be asked for. */
  public long room(long size) {
    return epochs
        .multiply(BigDecimal.valueOf(size))
        .setScale(0, RoundingMode.FLOOR)
        .min(MOST)
        .longValueExact();
  }

  @Override
  public String toString() {
    return epochs.stripTrailingZeros().toPlainString();
  }
}
