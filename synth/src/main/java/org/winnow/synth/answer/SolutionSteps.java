package org.winnow.synth.answer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A solution cut into steps: its lines, and the sentences of each line.
 *
 * <p>The rules are those of English. A sentence ends with {@code .}, {@code !} or {@code ?} and a
 * space after it; not inside a formula, not between two digits ({@code 0. 5}), not after an
 * abbreviation or the number of a list item. Nothing is lost: steps and joiners, one after the
 * other, are the text as it came.
 *
 * @param leading white space before the first step
 * @param steps the steps, none of them blank
 * @param joiners white space behind each step; as many as there are steps
 */
public record SolutionSteps(String leading, List<String> steps, List<String> joiners) {
  private static final Set<String> ABBREVIATIONS =
      Set.of("mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "cf", "approx");

  private static final Set<String> ABBREVIATIONS_BEFORE_NUMBERS =
      Set.of("no", "nos", "fig", "eq", "p", "pp", "ch", "vol");

  private static final Pattern LIST_NUMBER = Pattern.compile("\\d{1,3}|[Ss]tep \\d{1,3}");

  private static final int LONGEST_LIST_NUMBER = "Step 999".length();

  /** Keeps its own copies of the lists. */
  public SolutionSteps {
    steps = List.copyOf(steps);
    joiners = List.copyOf(joiners);
    if (steps.size() != joiners.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a joiner for each of %d steps, got %d",
              steps.size(),
              joiners.size()));
    }
  }

  /** Cuts a text into steps; a blank text has none. */
  public static SolutionSteps of(String text) {
    BitSet formulas = InlineMath.positions(text);
    int start = skipSpace(text, 0);
    String leading = text.substring(0, start);
    List<String> steps = new ArrayList<>();
    List<String> joiners = new ArrayList<>();
    int end = start;
    while (end < text.length()) {
      if (!Character.isWhitespace(text.charAt(end))) {
        end++;
        continue;
      }
      int next = skipSpace(text, end);
      boolean ends =
          next == text.length()
              || !formulas.get(end)
                  && (text.substring(end, next).indexOf('\n') >= 0
                      || endsSentence(text, start, end, text.charAt(next)));
      if (ends) {
        steps.add(text.substring(start, end));
        joiners.add(text.substring(end, next));
        start = next;
      }
      end = next;
    }
    if (start < text.length()) {
      steps.add(text.substring(start));
      joiners.add("");
    }
    return new SolutionSteps(leading, steps, joiners);
  }

  /**
   * The text up to and including a step, without what joins it to the next one; up to the last step
   * if there are fewer.
   *
   * @param count steps to keep, at least 1
   * @throws IllegalArgumentException if the count is less than 1, which would leave nothing
   */
  public String truncateAfter(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("expected at least 1 step to keep, got " + count);
    }
    int kept = Math.min(count, steps.size());
    StringBuilder text = new StringBuilder(leading);
    for (int i = 0; i < kept; i++) {
      text.append(steps.get(i)).append(i + 1 < kept ? joiners.get(i) : "");
    }
    return text.toString();
  }

  /** The text that was cut. */
  public String text() {
    StringBuilder text = new StringBuilder(leading);
    for (int i = 0; i < steps.size(); i++) {
      text.append(steps.get(i)).append(joiners.get(i));
    }
    return text.toString();
  }

  private static boolean endsSentence(String text, int start, int end, char next) {
    int stop = end - 1;
    while (stop > start && "\"'”’)]*".indexOf(text.charAt(stop)) >= 0) {
      stop--;
    }
    char last = text.charAt(stop);
    if (last != '.') {
      return last == '!' || last == '?';
    }
    if (stop - start <= LONGEST_LIST_NUMBER
        && LIST_NUMBER.matcher(text.substring(start, stop)).matches()) {
      return false;
    }
    boolean digitBefore = stop > start && Character.isDigit(text.charAt(stop - 1));
    if (digitBefore && Character.isDigit(next)) {
      return false;
    }
    String word = lastWord(text, start, stop);
    return !ABBREVIATIONS.contains(word)
        && !(ABBREVIATIONS_BEFORE_NUMBERS.contains(word) && Character.isDigit(next));
  }

  private static String lastWord(String text, int from, int end) {
    int start = end;
    while (start > from
        && (Character.isLetter(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
      start--;
    }
    return text.substring(start, end).toLowerCase(Locale.ROOT);
  }

  private static int skipSpace(String text, int from) {
    int position = from;
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position;
  }
}
