package org.winnow.transforms;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How many rows of a group are meant: a share of them, or a number. */
public sealed interface Amount extends Serializable {
  /**
   * The exact number of rows meant.
   *
   * @param available rows in the group, from 0
   */
  long of(long available);

  /**
   * The greatest number of rows that does not exceed this amount.
   *
   * @param available rows in the group, from 0
   */
  long atMost(long available);

  /**
   * A share, rounded half up to whole rows; at least one row of a group that has any, so that a
   * small group is never lost to rounding.
   *
   * @param percent from 0; may exceed 100 where repeating rows makes sense
   */
  record Percent(BigDecimal percent) implements Amount {
    public Percent {
      if (percent.signum() < 0) {
        throw new IllegalArgumentException("percent must be >= 0, got " + percent);
      }
    }

    @Override
    public long of(long available) {
      if (available == 0 || percent.signum() == 0) {
        return 0;
      }
      long rows =
          percent
              .multiply(BigDecimal.valueOf(available))
              .movePointLeft(2)
              .setScale(0, RoundingMode.HALF_UP)
              .longValueExact();
      return Math.max(1, rows);
    }

    @Override
    public long atMost(long available) {
      return percent
          .multiply(BigDecimal.valueOf(available))
          .movePointLeft(2)
          .setScale(0, RoundingMode.FLOOR)
          .longValueExact();
    }

    @Override
    public String toString() {
      return percent.toPlainString() + "%";
    }
  }

  /**
   * A number of rows.
   *
   * @param rows from 0
   */
  record Rows(long rows) implements Amount {
    public Rows {
      if (rows < 0) {
        throw new IllegalArgumentException("rows must be >= 0, got " + rows);
      }
    }

    @Override
    public long of(long available) {
      return rows;
    }

    @Override
    public long atMost(long available) {
      return rows;
    }

    @Override
    public String toString() {
      return rows + " rows";
    }
  }
}
