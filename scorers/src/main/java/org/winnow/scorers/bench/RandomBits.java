package org.winnow.scorers.bench;

import org.winnow.schemas.Seeds;

/**
 * A long stream of made-up bits that a name decides on: SplitMix64 (Steele et al., 2014) behind a
 * seed of {@link Seeds}, which alone would cost a hash for each weight of a model.
 */
final class RandomBits {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /** The stream of that name. */
  RandomBits(String name) {
    state = Seeds.bits(0, "bench", name, "stream");
  }

  /** The next 64 bits. */
  long next() {
    state += GOLDEN_GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** The next number, uniform in [-1, 1). */
  float signedUnit() {
    return (next() >> 40) * 0x1p-23f;
  }

  /** The next whole number, from 0 and below {@code bound}. */
  int below(int bound) {
    return (int) Long.remainderUnsigned(next(), bound);
  }
}
