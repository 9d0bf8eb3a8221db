package org.winnow.synth.rule;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * A number that a text writes in digits: {@code 12}, {@code 1,200}, {@code 0.50}, {@code .5}.
 *
 * @param start of its first character in the text
 * @param end behind its last character
 * @param digits as it is written, with points and thousands separators
 * @param value what it means
 */
record WrittenNumber(int start, int end, String digits, BigFraction value) {
  /** Places of a number that is neither whole nor has a longer fraction than its model. */
  private static final int MOST_NEW_DECIMALS = 2;

  private static final int MOST_DIGITS = 30;

  static final String DIGITS = "(?:\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)(?:\\.\\d++)?|\\.\\d++";
  private static final Pattern NUMBER = Pattern.compile(DIGITS);

  /**
   * All numbers of a text, in order.
   *
   * @throws Declined if one is longer than any number of a word problem
   */
  static List<WrittenNumber> in(String text) throws Declined {
    List<WrittenNumber> numbers = new ArrayList<>();
    Matcher found = NUMBER.matcher(text);
    while (found.find()) {
      numbers.add(of(found.start(), found.group()));
    }
    return numbers;
  }

  /** The number that a text is, if it is nothing else. */
  static Optional<WrittenNumber> only(String text) throws Declined {
    return NUMBER.matcher(text).matches() ? Optional.of(of(0, text)) : Optional.empty();
  }

  private static WrittenNumber of(int start, String digits) throws Declined {
    if (digits.length() > MOST_DIGITS) {
      throw new Declined("a number has " + digits.length() + " characters");
    }
    BigDecimal value = new BigDecimal(digits.replace(",", ""));
    return new WrittenNumber(start, start + digits.length(), digits, fraction(value));
  }

  static BigFraction fraction(BigDecimal value) {
    return value.scale() <= 0
        ? BigFraction.of(value.toBigIntegerExact())
        : BigFraction.of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
  }

  /** The same number, further behind in a longer text. */
  WrittenNumber shifted(int by) {
    return new WrittenNumber(start + by, end + by, digits, value);
  }

  /** Places behind the decimal point. */
  int decimals() {
    int point = digits.indexOf('.');
    return point < 0 ? 0 : digits.length() - point - 1;
  }

  /**
   * Another value in the same style: whole numbers stay whole, two decimals stay two decimals,
   * thousands separators stay.
   *
   * @return empty if the value cannot be written so without rounding
   */
  Optional<String> styled(BigFraction other) {
    BigDecimal exact;
    try {
      exact = new BigDecimal(other.getNumerator()).divide(new BigDecimal(other.getDenominator()));
    } catch (ArithmeticException e) {
      return Optional.empty(); // no finite decimal
    }
    BigDecimal plain = exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    int places = Math.max(plain.scale(), 0);
    int wanted = decimals();
    if (places > (wanted == 0 ? 0 : Math.max(wanted, MOST_NEW_DECIMALS))) {
      return Optional.empty();
    }
    int shown = wanted == MOST_NEW_DECIMALS ? Math.max(places, wanted) : places;
    BigDecimal scaled = plain.setScale(shown);
    String text =
        digits.contains(",")
            ? String.format(Locale.ROOT, "%,." + shown + "f", scaled)
            : scaled.toPlainString();
    return Optional.of(digits.startsWith(".") && text.startsWith("0.") ? text.substring(1) : text);
  }
}
