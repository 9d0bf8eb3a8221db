package org.winnow.synth.answer;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How alike a text is to others, by the words that both have in the same order.
 *
 * <p>ROUGE-L F-measure (Lin 2004) without stemming: with the longest common subsequence {@code lcs}
 * of {@code a} and {@code b} words, {@code F = 2 lcs / (a + b)}. Words are the runs of {@code
 * [a-z0-9]} of the lowercased text, so a text in another script has none and is like nothing.
 *
 * <p>Thresholds are compared in whole numbers: one word of twenty changed is 0.95 and does not
 * exceed 0.95, though the quotient in doubles does.
 *
 * <pre>{@code
 * RougeL question = RougeL.of("How many eggs are left?");
 * boolean known = question.exceeds(RougeL.of("How many eggs remain?"), new BigDecimal("0.95"));
 * }</pre>
 */
public final class RougeL {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

  private final List<String> words;
  private final Map<String, Integer> counts;

  private RougeL(List<String> words) {
    this.words = words;
    this.counts = words.stream().collect(Collectors.toMap(word -> word, word -> 1, Integer::sum));
  }

  /** Prepares a text for comparisons. */
  public static RougeL of(String text) {
    return new RougeL(
        BETWEEN_WORDS
            .splitAsStream(text.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .toList());
  }

  /** The number of words. */
  public int words() {
    return words.size();
  }

  /** F-measure in [0, 1], the same in both directions; 0 if a text has no words. */
  public double fMeasure(RougeL other) {
    int total = words.size() + other.words.size();
    return total == 0 ? 0 : 2.0 * commonSubsequence(other) / total;
  }

  /**
   * Whether the F-measure is greater than a threshold; at the threshold it is not.
   *
   * @param threshold in [0, 1]
   */
  public boolean exceeds(RougeL other, BigDecimal threshold) {
    BigDecimal needed =
        threshold.multiply(BigDecimal.valueOf((long) words.size() + other.words.size()));
    return isMore(Math.min(words.size(), other.words.size()), needed)
        && isMore(commonWords(other), needed)
        && isMore(commonSubsequence(other), needed);
  }

  private static boolean isMore(int common, BigDecimal needed) {
    return BigDecimal.valueOf(2L * common).compareTo(needed) > 0;
  }

  /** Words in common whatever their order: never fewer than in order. */
  private int commonWords(RougeL other) {
    return counts.entrySet().stream()
        .mapToInt(word -> Math.min(word.getValue(), other.counts.getOrDefault(word.getKey(), 0)))
        .sum();
  }

  /**
   * Length of the longest common subsequence, 64 cells of a row of the table at once: a bit of
   * {@code row} is 0 where the length grows (Hyyrö 2004, Bit-parallel LCS-length computation
   * revisited).
   */
  int commonSubsequence(RougeL other) {
    Map<String, long[]> places = new HashMap<>();
    int blocks = (words.size() + Long.SIZE - 1) / Long.SIZE;
    for (int i = 0; i < words.size(); i++) {
      places.computeIfAbsent(words.get(i), word -> new long[blocks])[i / Long.SIZE] |= 1L << i;
    }
    long[] row = new long[blocks];
    Arrays.fill(row, -1L);
    for (String word : other.words) {
      long[] matches = places.get(word);
      if (matches != null) {
        advance(row, matches);
      }
    }
    int common = 0;
    for (int i = 0; i < words.size(); i++) {
      common += (row[i / Long.SIZE] >>> i & 1) == 0 ? 1 : 0;
    }
    return common;
  }

  private static void advance(long[] row, long[] matches) {
    long carry = 0;
    for (int block = 0; block < row.length; block++) {
      long before = row[block];
      long matched = before & matches[block];
      long sum = before + matched;
      long overflow = Long.compareUnsigned(sum, before) < 0 ? 1 : 0;
      long withCarry = sum + carry;
      carry = overflow | (carry == 1 && withCarry == 0 ? 1 : 0);
      row[block] = withCarry | (before & ~matched);
    }
  }
}
