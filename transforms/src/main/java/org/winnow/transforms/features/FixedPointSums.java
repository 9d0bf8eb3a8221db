package org.winnow.transforms.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * Sums of numbers from -1 to 1 that do not depend on the order of their summands.
 *
 * <p>Floating-point addition depends on its order, and the order of a distributed sum is not fixed.
 * Here each summand is rounded to a multiple of 2^-60, once, and added as two whole numbers of 30
 * bits, which leaves room for 2^33 summands. Two words for each sum, where an exact sum of any
 * doubles takes seventy: there are as many sums as a matrix has entries.
 */
final class FixedPointSums {
  static final Coder<FixedPointSums> CODER =
      DataCoder.of("fixed-point sums", FixedPointSums::write, FixedPointSums::read);

  private static final int PART_BITS = 30;
  private static final double PART = 1L << PART_BITS;

  /** Multiples of 2^-30. */
  private final long[] high;

  /** Multiples of 2^-60. */
  private final long[] low;

  private FixedPointSums(long[] high, long[] low) {
    this.high = high;
    this.low = low;
  }

  /** Sums of nothing. */
  static FixedPointSums zero(int size) {
    return new FixedPointSums(new long[size], new long[size]);
  }

  /** The sums of all summands of {@code parts}, at least one. */
  static FixedPointSums merge(Iterable<FixedPointSums> parts) {
    FixedPointSums sums = zero(parts.iterator().next().size());
    parts.forEach(sums::add);
    return sums;
  }

  /** Number of sums. */
  int size() {
    return high.length;
  }

  /**
   * Adds a number to one sum; at most a few million times between two merges.
   *
   * @param value from -1 to 1
   */
  void add(int index, double value) {
    if (!(Math.abs(value) <= 1)) {
      throw new IllegalArgumentException("expected a number from -1 to 1, got " + value);
    }
    double scaled = value * PART;
    double whole = Math.rint(scaled);
    high[index] += (long) whole;
    low[index] += (long) Math.rint((scaled - whole) * PART);
  }

  /**
   * Adds other sums, each to the one of the same number.
   *
   * @throws ArithmeticException if there are more summands than there is room for
   */
  void add(FixedPointSums other) {
    for (int i = 0; i < high.length; i++) {
      high[i] = Math.addExact(high[i], other.high[i]);
      low[i] = Math.addExact(low[i], other.low[i]);
    }
  }

  /** All sums, in order. */
  double[] values() {
    return IntStream.range(0, high.length).mapToDouble(this::value).toArray();
  }

  /** One of the sums. */
  double value(int index) {
    return high[index] / PART + low[index] / PART / PART;
  }

  void write(DataOutput out) throws IOException {
    DataCoder.writeLongs(high, out);
    DataCoder.writeLongs(low, out);
  }

  static FixedPointSums read(DataInput in) throws IOException {
    return new FixedPointSums(DataCoder.readLongs(in), DataCoder.readLongs(in));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FixedPointSums that
        && Arrays.equals(high, that.high)
        && Arrays.equals(low, that.low);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(high) + Arrays.hashCode(low);
  }
}
