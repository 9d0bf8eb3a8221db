package org.winnow.scorers.generate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.winnow.schemas.Seeds;

/**
 * Draws tokens by temperature, top-k and top-p.
 *
 * <p>Candidates are the most likely tokens, of equals those with smaller ids: the {@code topK}
 * first, and of these the fewest whose share of their probability reaches {@code topP} (Holtzman et
 * al., 2020). Probabilities are float64 and computed with {@link StrictMath}, so that a draw is the
 * same on every machine that has the same logits.
 */
final class TokenDraw {
  /** How far below the largest logit the search for candidates starts; decides time only. */
  private static final double FIRST_DEPTH = 8;

  private final GenerationOptions options;

  TokenDraw(GenerationOptions options) {
    this.options = options;
  }

  /**
   * The token at a place of an answer.
   *
   * @param logits of all tokens; minus infinity for one that cannot be
   * @param place 0 for the first token of an answer
   * @throws IllegalStateException if the largest logit is not finite, or one is NaN
   */
  int draw(float[] logits, int place) {
    long bits = Seeds.bits(options.seed(), "generate", "", Integer.toString(place));
    return at(logits, (bits >>> 11) * 0x1p-53);
  }

  /**
   * The token whose part of the unit interval holds {@code point}. Candidates share the interval by
   * probability, the most likely first; where every token is a candidate, the smallest id first.
   */
  int at(float[] logits, double point) {
    float top = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      top = Math.max(top, logit); // NaN if one of them is
    }
    if (!Float.isFinite(top)) {
      throw new IllegalStateException("expected finite logits, found " + top + " as the largest");
    }
    double[] mass = new double[logits.length];
    double total = 0;
    for (int token = 0; token < logits.length; token++) {
      mass[token] = StrictMath.exp(((double) logits[token] - top) / options.temperature());
      total += mass[token];
    }
    int[] candidates = candidates(logits, top, mass, total);
    double kept = 0;
    for (int token : candidates) {
      kept += mass[token];
    }
    double rest = point * kept;
    int chosen = candidates[0];
    for (int token : candidates) {
      if (mass[token] > 0) {
        chosen = token;
        rest -= mass[token];
        if (rest < 0) {
          break;
        }
      }
    }
    return chosen;
  }

  /** The tokens that are drawn from, in the order in which they share the interval. */
  private int[] candidates(float[] logits, float top, double[] mass, double total) {
    if (options.topK() == 0 && options.topP() == 1) {
      return IntStream.range(0, logits.length).toArray();
    }
    int most = options.topK() == 0 ? logits.length : Math.min(options.topK(), logits.length);
    double depth = FIRST_DEPTH;
    while (true) {
      int[] sorted = sortedAbove(logits, top - depth);
      if (sorted.length == logits.length || isEnough(sorted, most, mass, total)) {
        return cut(sorted, most, mass, total);
      }
      depth *= 2;
    }
  }

  private boolean isEnough(int[] sorted, int most, double[] mass, double total) {
    double sum = 0;
    for (int token : sorted) {
      sum += mass[token];
    }
    // Without top-k the share is of all tokens, so it is known before the others are sorted.
    return sorted.length >= most || (most == mass.length && sum >= options.topP() * total);
  }

  private int[] cut(int[] sorted, int most, double[] mass, double total) {
    int[] first = Arrays.copyOf(sorted, Math.min(most, sorted.length));
    double all = total;
    if (most < mass.length) {
      all = 0;
      for (int token : first) {
        all += mass[token];
      }
    }
    double sum = 0;
    int count = 0;
    while (count < first.length && (count == 0 || sum < options.topP() * all)) {
      sum += mass[first[count]];
      count++;
    }
    return Arrays.copyOf(first, count);
  }

  /** Tokens with a logit of at least {@code bound}, by logit, of equals by id. */
  private static int[] sortedAbove(float[] logits, double bound) {
    long[] keys = new long[logits.length];
    int count = 0;
    for (int token = 0; token < logits.length; token++) {
      if (logits[token] >= bound) {
        keys[count] = ((long) ~ascending(logits[token]) << Integer.SIZE) | token;
        count++;
      }
    }
    Arrays.sort(keys, 0, count);
    return Arrays.stream(keys, 0, count).mapToInt(key -> (int) key).toArray();
  }

  /** Whole numbers in the order of the numbers; -0 and 0 are one. */
  private static int ascending(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
