package org.winnow.transforms.hygiene;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.winnow.schemas.Message;

/**
 * What the assistant says does not repeat itself too much, see {@link Repetition}.
 *
 * <p>Responses of fewer than {@code minWords} words are not judged: in a few words any repetition
 * is a large share.
 *
 * @param maxPercent by measure the percent that a response may reach
 * @param minWords words that a response must have to be judged
 */
public record RepetitionRule(Map<Measure, Double> maxPercent, long minWords) implements RowRule {
  /** The reason in rejections. */
  public static final String REPETITIVE = "repetitive";

  public RepetitionRule {
    maxPercent = new TreeMap<>(maxPercent);
  }

  /** What is measured, with the limit of Gopher's table A1. */
  public enum Measure {
    /** Lines that have occurred before, of all lines. */
    LINES(30),
    /** Their characters, of all characters. */
    LINE_CHARS(20),
    /** Characters of the most frequent run of two words. */
    TOP_2GRAM(20),
    /** The same of three words. */
    TOP_3GRAM(18),
    /** The same of four words. */
    TOP_4GRAM(16),
    /** Characters in runs of five words that occur twice or more. */
    REPEATED_5GRAMS(15),
    /** The same of six words. */
    REPEATED_6GRAMS(14),
    /** The same of seven words. */
    REPEATED_7GRAMS(13),
    /** The same of eight words. */
    REPEATED_8GRAMS(12),
    /** The same of nine words. */
    REPEATED_9GRAMS(11),
    /** The same of ten words. */
    REPEATED_10GRAMS(10);

    private final int gopherPercent;

    Measure(int gopherPercent) {
      this.gopherPercent = gopherPercent;
    }

    /** The most that Gopher's rule allows, in percent. */
    public int gopherPercent() {
      return gopherPercent;
    }

    Repetition.Share of(String text, List<String> words) {
      return switch (this) {
        case LINES -> Repetition.repeatedLines(text);
        case LINE_CHARS -> Repetition.repeatedLineChars(text);
        case TOP_2GRAM -> Repetition.mostFrequentRun(words, 2);
        case TOP_3GRAM -> Repetition.mostFrequentRun(words, 3);
        case TOP_4GRAM -> Repetition.mostFrequentRun(words, 4);
        case REPEATED_5GRAMS -> Repetition.repeatedRuns(words, 5);
        case REPEATED_6GRAMS -> Repetition.repeatedRuns(words, 6);
        case REPEATED_7GRAMS -> Repetition.repeatedRuns(words, 7);
        case REPEATED_8GRAMS -> Repetition.repeatedRuns(words, 8);
        case REPEATED_9GRAMS -> Repetition.repeatedRuns(words, 9);
        case REPEATED_10GRAMS -> Repetition.repeatedRuns(words, 10);
      };
    }
  }

  @Override
  public Check open() {
    return this::check;
  }

  @Override
  public String shown() {
    return "little repetition";
  }

  private Optional<Finding> check(List<Message> messages) {
    String text = String.join("\n", SamplePart.RESPONSE.texts(messages));
    List<String> words = Repetition.words(text);
    if (words.size() < minWords) {
      return Optional.empty();
    }
    for (Map.Entry<Measure, Double> limit : maxPercent.entrySet()) {
      double percent = limit.getKey().of(text, words).percent();
      if (percent > limit.getValue()) {
        return Finding.unwanted(
            REPETITIVE,
            String.format(
                Locale.ROOT,
                "%s %.1f%%, the limit is %s%%",
                limit.getKey().name().toLowerCase(Locale.ROOT),
                percent,
                BigDecimal.valueOf(limit.getValue()).stripTrailingZeros().toPlainString()));
      }
    }
    return Optional.empty();
  }
}
