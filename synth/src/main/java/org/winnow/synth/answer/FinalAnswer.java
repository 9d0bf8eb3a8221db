package org.winnow.synth.answer;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer that a solution comes to, as its author wrote it.
 *
 * <p>The first of these that the text has, each at its last place: what follows {@code ####} on its
 * line (GSM8K); the contents of {@code \boxed} or {@code \fbox}; what follows "answer is",
 * "answer:" or a line's "A:" up to the end of the sentence, without the dollar signs around a
 * formula. Noted calculations, {@code <<48/2=24>>}, are no part of the text.
 *
 * <p>Takes any text, in time linear in its length.
 */
public final class FinalAnswer {
  private static final Pattern BOX = Pattern.compile("\\\\(?:boxed|fbox)\\s?\\{");

  private static final Pattern MARK =
      Pattern.compile("(?i:\\banswer(?: is)?\\s?:|\\banswer is\\b)|^A:", Pattern.MULTILINE);

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\w).])[-−]?[$€£]?(?:\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)(?:\\.\\d++)?(?:/\\d++)?%?"
              + "|(?<![\\w)])[-−]?[$€£]?\\.\\d++%?"
              + "|\\d++(?:\\.\\d++)?");

  private FinalAnswer() {}

  /** The answer that the text states as its answer; empty if it states none. */
  public static Optional<String> stated(String solution) {
    String text = withoutAnnotations(solution);
    return afterHashes(text).or(() -> lastBox(text)).or(() -> afterMark(text));
  }

  /**
   * The stated answer or, where there is none, the last number of the text. A guess: a solution
   * that was cut off ends with a number, too.
   */
  public static Optional<String> statedOrLastNumber(String solution) {
    return stated(solution).or(() -> lastNumber(withoutAnnotations(solution)));
  }

  private static String withoutAnnotations(String solution) {
    return CalculatorCheck.ANNOTATION.matcher(solution).replaceAll("");
  }

  private static Optional<String> afterHashes(String text) {
    int hashes = text.lastIndexOf("####");
    return hashes < 0 ? Optional.empty() : written(text.substring(hashes + 4).lines().findFirst());
  }

  private static Optional<String> lastBox(String text) {
    Optional<String> last = Optional.empty();
    Matcher boxes = BOX.matcher(text);
    int from = 0;
    while (boxes.find(from)) {
      int close = Braces.close(text, boxes.end() - 1);
      if (close < 0) {
        break;
      }
      last = written(Optional.of(text.substring(boxes.end(), close)));
      from = close;
    }
    return last;
  }

  private static Optional<String> afterMark(String text) {
    int start = -1;
    Matcher marks = MARK.matcher(text);
    while (marks.find()) {
      start = marks.end();
    }
    if (start < 0) {
      return Optional.empty();
    }
    String rest = text.substring(start).replaceFirst("^\\*\\*", "").strip();
    String sentence = rest.substring(0, endOfSentence(rest)).strip();
    BitSet formulas = InlineMath.positions(sentence);
    boolean isFormula = sentence.length() > 2 && formulas.nextClearBit(0) == sentence.length();
    return written(Optional.of(isFormula ? withoutDollars(sentence) : sentence));
  }

  private static int endOfSentence(String text) {
    BitSet formulas = InlineMath.positions(text);
    for (int i = 0; i < text.length(); i++) {
      if (formulas.get(i)) {
        continue;
      }
      char found = text.charAt(i);
      boolean last = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
      if (found == '\n' || last && (found == '.' || found == '!' || found == '?')) {
        return i;
      }
    }
    return text.length();
  }

  private static String withoutDollars(String formula) {
    return formula.startsWith("$") && formula.indexOf('$', 1) == formula.length() - 1
        ? formula.substring(1, formula.length() - 1)
        : formula;
  }

  private static Optional<String> lastNumber(String text) {
    Optional<String> last = Optional.empty();
    Matcher numbers = NUMBER.matcher(text);
    while (numbers.find()) {
      last = Optional.of(numbers.group());
    }
    return last;
  }

  private static Optional<String> written(Optional<String> answer) {
    return answer.map(String::strip).filter(text -> !text.isEmpty());
  }
}
