package org.winnow.synth.ultraprompt;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The numbers of a text, compared by value: 3.50 is 3.5, and 1,234 is 1234.
 *
 * <p>Commas group digits by three; elsewhere they separate numbers. Where they could do either, as
 * in 100,200,300, both readings count. A minus that follows neither a letter nor a digit belongs to
 * the number, unless it follows a closing bracket. Superscripts and subscripts are no digits.
 */
final class Numbers {
  /** All digits, commas and points from one digit to another, in one go however long they are. */
  private static final Pattern NUMBER =
      Pattern.compile("(?:(?<![\\p{L}\\p{N})\\]])[-\u2212])?\\d(?:[\\d.,]*\\d)?");

  private static final Pattern RAISED_OR_LOWERED =
      Pattern.compile("[\u00b2\u00b3\u00b9\u2070-\u209c]");

  /** Fractions and digits in circles, which must not run into digits beside them. */
  private static final Pattern OTHER_NUMERAL = Pattern.compile("\\p{No}");

  private static final int GROUP = 3;

  private Numbers() {}

  /** Numbers of a text that another one lacks, as they are written, each once, in their order. */
  static List<String> lost(String text, String other) {
    Set<String> there =
        written(other)
            .flatMap(number -> Stream.concat(grouped(number), separated(number)))
            .collect(Collectors.toCollection(HashSet::new));
    return written(text)
        .distinct()
        .filter(
            number ->
                grouped(number).noneMatch(there::contains)
                    && !separated(number).allMatch(there::contains))
        .toList();
  }

  private static Stream<String> written(String text) {
    // A letter keeps digits apart, and a minus behind it takes away.
    String flat = RAISED_OR_LOWERED.matcher(text).replaceAll("x");
    String apart = OTHER_NUMERAL.matcher(flat).replaceAll(" $0 ");
    String composed = Normalizer.normalize(apart, Normalizer.Form.NFKC);
    return NUMBER.matcher(composed).results().map(MatchResult::group).map(Numbers::plainSign);
  }

  private static String plainSign(String number) {
    return number.replace('\u2212', '-');
  }

  /** The value with commas that group; empty if they cannot. */
  private static Stream<String> grouped(String number) {
    String digits = number.startsWith("-") ? number.substring(1) : number;
    String[] groups = digits.split(",", -1);
    if (groups.length == 1 || groups[0].isEmpty() || groups[0].length() > GROUP) {
      return Stream.empty();
    }
    int point = digits.indexOf('.');
    if (point >= 0 && point < digits.lastIndexOf(',')) {
      return Stream.empty();
    }
    String last = groups[groups.length - 1];
    groups[groups.length - 1] = last.contains(".") ? last.substring(0, last.indexOf('.')) : last;
    return Arrays.stream(groups).skip(1).allMatch(group -> group.length() == GROUP)
        ? Stream.of(value(number.replace(",", "")))
        : Stream.empty();
  }

  /** The values with commas that separate. */
  private static Stream<String> separated(String number) {
    return Arrays.stream(number.split(",", -1))
        .filter(part -> part.chars().anyMatch(Character::isDigit))
        .map(Numbers::value);
  }

  /**
   * The same text for the same value. Numbers with several points are no decimals and stay as they
   * are. Done on the digits: arithmetic with as many as a text may have takes too long.
   */
  private static String value(String number) {
    int point = number.indexOf('.');
    if (point >= 0 && number.indexOf('.', point + 1) >= 0) {
      return number;
    }
    boolean negative = number.startsWith("-");
    int from = negative ? 1 : 0;
    int to = number.length();
    if (point >= 0) {
      while (number.charAt(to - 1) == '0') {
        to--;
      }
      to = to - 1 == point ? point : to;
    }
    while (from < to && number.charAt(from) == '0') {
      from++;
    }
    String digits = number.substring(from, to);
    return digits.isEmpty() ? "0" : (negative ? "-" : "") + digits;
  }
}
