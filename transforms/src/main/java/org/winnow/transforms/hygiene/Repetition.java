package org.winnow.transforms.hygiene;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of a text repeats itself, as Gopher measures it (Rae et al., arXiv 2112.11446, appendix
 * A1.1).
 *
 * <p>Characters are code points of words or lines; white space between words does not count, so
 * that layout changes nothing.
 */
final class Repetition {
  private Repetition() {}

  /**
   * A part and the whole it is of.
   *
   * @param part from 0
   * @param whole at least the part; 0 for an empty text
   */
  record Share(long part, long whole) {
    /** From 0 to 100; 0 of an empty whole. */
    double percent() {
      return whole == 0 ? 0 : 100.0 * part / whole;
    }
  }

  /** The words of a text: what white space separates. */
  static List<String> words(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+"));
  }

  /** The lines that have occurred before, of all lines that are not blank. */
  static Share repeatedLines(String text) {
    Set<String> seen = new HashSet<>();
    List<String> lines = lines(text);
    return new Share(lines.stream().filter(line -> !seen.add(line)).count(), lines.size());
  }

  /** The characters of lines that have occurred before, of the characters of all lines. */
  static Share repeatedLineChars(String text) {
    Set<String> seen = new HashSet<>();
    long repeated = 0;
    long all = 0;
    for (String line : lines(text)) {
      int chars = chars(line);
      all += chars;
      repeated += seen.add(line) ? 0 : chars;
    }
    return new Share(repeated, all);
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /**
   * The characters of the run of {@code length} words that takes up most of them, occurrences that
   * overlap counted once; 0 if no run occurs twice.
   */
  static Share mostFrequentRun(List<String> words, int length) {
    int[] ends = ends(words);
    Map<List<String>, long[]> runs = new HashMap<>(); // times, characters, end of the last one
    for (int i = 0; i + length <= words.size(); i++) {
      long[] run = runs.computeIfAbsent(words.subList(i, i + length), key -> new long[3]);
      if (i >= run[2]) {
        run[0]++;
        run[1] += ends[i + length] - ends[i];
        run[2] = i + length;
      }
    }
    long most =
        runs.values().stream().filter(run -> run[0] > 1).mapToLong(run -> run[1]).max().orElse(0);
    return new Share(most, ends[words.size()]);
  }

  /** The characters in runs of {@code length} words that occur twice or more, each once. */
  static Share repeatedRuns(List<String> words, int length) {
    int[] ends = ends(words);
    Map<List<String>, Integer> first = new HashMap<>();
    boolean[] repeated = new boolean[words.size()];
    for (int i = 0; i + length <= words.size(); i++) {
      Integer before = first.putIfAbsent(words.subList(i, i + length), i);
      if (before != null) {
        Arrays.fill(repeated, before, before + length, true);
        Arrays.fill(repeated, i, i + length, true);
      }
    }
    long chars = 0;
    for (int i = 0; i < repeated.length; i++) {
      chars += repeated[i] ? ends[i + 1] - ends[i] : 0;
    }
    return new Share(chars, ends[words.size()]);
  }

  /** Where each word ends if they stand without gaps; entry 0 is 0. */
  private static int[] ends(List<String> words) {
    int[] ends = new int[words.size() + 1];
    for (int i = 0; i < words.size(); i++) {
      ends[i + 1] = ends[i] + chars(words.get(i));
    }
    return ends;
  }

  private static int chars(String text) {
    return text.codePointCount(0, text.length());
  }
}
