package org.winnow.schemas;

/**
 * A long stream of made-up bits that one draw of {@link Seeds} decides on: SplitMix64 (Steele et
 * al., 2014), for what needs so many numbers that a hash for each would cost too much, such as the
 * weights of a model. For one thread at a time.
 */
public final class RandomBits {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /**
   * A stream.
   *
   * @param start a draw of {@link Seeds#bits}
   */
  public RandomBits(long start) {
    state = start;
  }

  /** The next 64 bits. */
  public long next() {
    state += GOLDEN_GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** The next number, uniform in [-1, 1). */
  public float signedUnit() {
    return (next() >> 40) * 0x1p-23f;
  }

  /** The next whole number, from 0 and below {@code bound}. */
  public int below(int bound) {
    return (int) Long.remainderUnsigned(next(), bound);
  }
}
