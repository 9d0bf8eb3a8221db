package org.winnow.synth.rule;

import static java.util.Map.entry;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Numbers that a problem has without writing them in digits: in words, and by its units. They stay
 * what they are when the numbers in digits change.
 */
final class Constants {
  private static final List<String> WORDS =
      List.of(
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

  private static final Map<String, Integer> COUNTS = counts();

  /** Words that multiply or divide by just this number. */
  private static final Map<String, Integer> MULTIPLES =
      Map.of(
          "half", 2, "twice", 2, "double", 2, "doubled", 2, "thrice", 3, "triple", 3, "tripled", 3,
          "dozen", 12, "dozens", 12);

  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");

  /** Values, and the words by which they are meant. */
  private static final Map<String, Pattern> MEANT =
      Map.ofEntries(
          meant("2", "half|halfway|halves|twice|double[ds]?|doubling|couple|pairs?|both|square"),
          meant("1/2", "half|halves"),
          meant("3/2", "half"),
          meant("3", "thirds?|triple[ds]?|thrice|trio|yards?"),
          meant("4", "quarters?|fourths?|quadruple[ds]?|gallons?|square|seasons"),
          meant("1/4", "quarters?|fourths?"),
          meant("3/4", "quarters?|fourths?"),
          meant("5", "fifths?|nickels?|weekdays?|workdays?"),
          meant("1/20", "nickels?"),
          meant("6", "sixths?"),
          meant("7", "weeks?|weekly|daily|days?"),
          meant("8", "eighths?"),
          meant("10", "tenths?|dimes?|decades?"),
          meant("1/10", "tenths?|dimes?"),
          meant(
              "12", "dozens?|months?|monthly|years?|yearly|annual|annually|inch|inches|feet|foot"),
          meant("16", "ounces?|pounds?"),
          meant("20", "scores?"),
          meant("24", "hours?|days?|daily"),
          meant("25", "quarters?"),
          meant("30", "months?|monthly"),
          meant("50", "half"),
          meant("52", "weeks?|weekly|years?"),
          meant("60", "hours?|hourly|minutes?|seconds?|mph"),
          meant("100", "percent|percentage|cents?|centimeters?|cm|century|centuries|dollars?"),
          meant("365", "days?|daily|years?"),
          meant(
              "1000", "kilograms?|kg|kilometers?|km|liters?|ml|milliliters?|grams?|meters?|tons?"),
          meant("2000", "tons?"),
          meant("3600", "hours?|seconds?"),
          meant("5280", "miles?|feet"));

  private final Map<BigFraction, Pattern> patterns = new LinkedHashMap<>();
  private final Set<BigFraction> inWords;
  private final Set<BigFraction> multiples;
  private final String text;

  /**
   * The constants of a problem.
   *
   * @param question where numbers in words are
   * @param answer where units may be named, too
   */
  Constants(String question, String answer) {
    this.text = question + "\n" + answer;
    this.inWords = inWords(question);
    this.multiples = valuesOf(MULTIPLES, question);
    MEANT.forEach((value, words) -> patterns.put(value(value), words));
  }

  private static Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < WORDS.size(); i++) {
      counts.put(WORDS.get(i), i + 2);
    }
    for (int i = 0; i < TENS.size(); i++) {
      counts.put(TENS.get(i), 10 * (i + 2));
    }
    return Map.copyOf(counts);
  }

  private static Map.Entry<String, Pattern> meant(String value, String words) {
    return entry(value, Pattern.compile("\\b(?:" + words + ")\\b", Pattern.CASE_INSENSITIVE));
  }

  private static BigFraction value(String written) {
    return BigFraction.parse(written);
  }

  /** The values of number words from two on in a text. */
  static Set<BigFraction> inWords(String text) {
    return valuesOf(COUNTS, text);
  }

  private static Set<BigFraction> valuesOf(Map<String, Integer> meanings, String text) {
    Set<BigFraction> values = new HashSet<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      Integer count = meanings.get(words.group().toLowerCase(Locale.ROOT));
      if (count != null) {
        values.add(BigFraction.of(count));
      }
    }
    return values;
  }

  /** Whether the question has the value as a word: "three", or "thrice". */
  boolean isInWords(BigFraction value) {
    return inWords.contains(value) || multiples.contains(value);
  }

  /** Whether the value is one, a word of the question, or meant by a word or sign of the text. */
  boolean has(BigFraction value) {
    if (value.equals(BigFraction.ONE) || isInWords(value)) {
      return true;
    }
    if (value.equals(BigFraction.of(100)) && text.indexOf('%') >= 0) {
      return true;
    }
    Pattern words = patterns.get(value);
    return words != null && words.matcher(text).find();
  }
}
