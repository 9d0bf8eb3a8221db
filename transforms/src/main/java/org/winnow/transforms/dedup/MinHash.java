package org.winnow.transforms.dedup;

import java.util.Arrays;
import org.winnow.schemas.Seeds;

/**
 * MinHash signatures, hashed band by band (Broder 1997; bands: Leskovec, Rajaraman, Ullman 3.4).
 *
 * <p>Value i of a signature is the least of {@code a_i x + b_i mod 2^32} over all n-grams x, as a
 * signed number; a_i is odd, so that the map is a permutation. The numbers x are hashes, which is
 * why so simple a family does (the test holds it against the published curve); products of 32 bits
 * are what processors compute eight at a time. The constants are fixed: signatures of one form are
 * comparable between runs and recipes. One object is used by one thread at a time.
 */
final class MinHash {
  /** The band hash of a text without n-grams, which has no signature. */
  static final long NONE = 0;

  private static final String PURPOSE = "near_dup permutations";

  private final Banding banding;
  private final int[] multipliers;
  private final int[] offsets;
  private final int[] least;

  MinHash(Banding banding) {
    this.banding = banding;
    this.multipliers = new int[banding.values()];
    this.offsets = new int[banding.values()];
    this.least = new int[banding.values()];
    for (int i = 0; i < least.length; i++) {
      long bits = Seeds.bits(0, PURPOSE, Integer.toString(i), "");
      multipliers[i] = (int) bits | 1;
      offsets[i] = (int) (bits >>> Integer.SIZE);
    }
  }

  /**
   * The hashes of the bands of one text.
   *
   * @param shingles its n-grams
   * @param bands receives {@code banding.bands()} hashes, {@link #NONE} if there are no n-grams
   * @param from where in {@code bands} they begin
   */
  void hashBands(Shingles shingles, long[] bands, int from) {
    if (shingles.count() == 0) {
      Arrays.fill(bands, from, from + banding.bands(), NONE);
      return;
    }
    Arrays.fill(least, Integer.MAX_VALUE);
    for (int i = 0; i < shingles.count(); i++) {
      lower(least, multipliers, offsets, shingles.hash(i));
    }
    for (int band = 0; band < banding.bands(); band++) {
      long hash = Shingles.mix(band + 1);
      for (int row = 0; row < banding.rows(); row++) {
        hash = Shingles.mix(hash + least[band * banding.rows() + row]);
      }
      bands[from + band] = hash == NONE ? 1 : hash;
    }
  }

  /** The loop in which the time goes: a simple one, so that the compiler makes it vectors. */
  private static void lower(int[] least, int[] multipliers, int[] offsets, int shingle) {
    for (int i = 0; i < least.length; i++) {
      least[i] = Math.min(least[i], multipliers[i] * shingle + offsets[i]);
    }
  }
}
