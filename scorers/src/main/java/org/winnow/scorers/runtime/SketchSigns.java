package org.winnow.scorers.runtime;

import java.util.Locale;
import org.winnow.schemas.Seeds;
import org.winnow.scorers.Projection;

/**
 * The random signs of a gradient sketch, computed and never drawn: sign {@code n} of a matrix is a
 * bit of a hash of the matrix's key and {@code n}, so that every process, and every checkpoint of
 * one shape, has the same.
 *
 * <pre>
 * key     = Seeds.bits(seed, "gradient_sketch", "layer_LL.P", side)   for example layer_03.q, left
 * word(j) = mix(key + (j + 1) 0x9e3779b97f4a7c15)                     64 bits: SplitMix64
 * sign(n) = +1 if bit n mod 64 of word(n div 64) is 0, else -1
 * </pre>
 *
 * <p>Signs are numbered row by row. {@code mix} is the finaliser of SplitMix64 (Fast Splittable
 * Pseudorandom Number Generators, OOPSLA 2014), so the words are those of {@link
 * java.util.SplittableRandom} from {@code key} on.
 */
final class SketchSigns {
  private static final String STEP = "gradient_sketch";
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** Which side of the gradient is multiplied. */
  enum Side {
    /** The matrix's outputs. */
    LEFT,
    /** Its inputs. */
    RIGHT
  }

  private SketchSigns() {}

  /**
   * Writes the signs of one matrix into columns of a wider one.
   *
   * @param to float[rows][width], row by row
   * @param width columns of {@code to}
   * @param from first column that is written
   * @param columns how many columns are written; the signs' own columns
   */
  static void write(
      long seed,
      int layer,
      Projection projection,
      Side side,
      float[] to,
      int width,
      int from,
      int columns) {
    String matrix = String.format(Locale.ROOT, "layer_%02d.%s", layer, projection.label());
    long key = Seeds.bits(seed, STEP, matrix, side.name().toLowerCase(Locale.ROOT));
    int count = to.length / width * columns;
    long word = 0;
    for (int n = 0; n < count; n++) {
      if (n % Long.SIZE == 0) {
        word = mix(key + (n / Long.SIZE + 1) * GOLDEN_GAMMA);
      }
      to[n / columns * width + from + n % columns] = 1 - 2 * ((word >>> n) & 1);
    }
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
