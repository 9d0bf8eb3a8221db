package org.winnow.synth.rule;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * How large a number may be by the word that follows it: at most 24 hours, 7 days a week, 100 %.
 */
final class Limits {
  private static final Map<Pattern, long[]> MOST = new LinkedHashMap<>();

  static {
    MOST.put(after("\\s?(?:%|percent)"), new long[] {100});
    MOST.put(after("[\\s-]hours?"), new long[] {12, 24});
    MOST.put(after("[\\s-]days?"), new long[] {7, 31, 365});
    MOST.put(after("[\\s-]weeks?"), new long[] {4, 52});
    MOST.put(after("[\\s-]months?"), new long[] {12});
    MOST.put(after("[\\s-](?:minutes?|seconds?)"), new long[] {60});
    MOST.put(after("[\\s-]years?"), new long[] {18, 90});
  }

  private Limits() {}

  private static Pattern after(String words) {
    return Pattern.compile(
        "(" + WrittenNumber.DIGITS + ")" + words + "(?![A-Za-z])", Pattern.CASE_INSENSITIVE);
  }

  /** Whether every number of a changed text stays below the limit that held for it before. */
  static boolean hold(String before, String after) {
    return MOST.entrySet().stream()
        .allMatch(entry -> hold(entry.getKey(), entry.getValue(), before, after));
  }

  private static boolean hold(Pattern pattern, long[] limits, String before, String after) {
    Matcher old = pattern.matcher(before);
    Matcher found = pattern.matcher(after);
    while (old.find() && found.find()) {
      BigFraction was = value(old.group(1));
      BigFraction is = value(found.group(1));
      for (long limit : limits) {
        BigFraction most = BigFraction.of(limit);
        if (was.compareTo(most) <= 0 && is.compareTo(most) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static BigFraction value(String digits) {
    return WrittenNumber.fraction(new BigDecimal(digits.replace(",", "")));
  }
}
