package org.winnow.synth.answer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Sums of numbers, computed without rounding: {@code + - * / ^}, parentheses, decimals, and a
 * percent sign behind a value.
 *
 * <p>Bounded whatever the text says: at most {@value #LONGEST} characters, whole exponents up to
 * {@value #LARGEST_EXPONENT}, and powers of at most {@value #MOST_BITS} bits.
 */
public final class ExactArithmetic {
  public static final int LONGEST = 4000;
  private static final int LARGEST_EXPONENT = 1000;
  private static final int MOST_BITS = 2000;
  private static final int DEEPEST = 200;

  private static final Pattern THOUSANDS =
      Pattern.compile("(?<![\\d.,])\\d{1,3}(?:,\\d{3})+(?![\\d,])");

  private final String text;
  private int position;
  private int depth;

  private ExactArithmetic(String text) {
    this.text = text;
  }

  /**
   * Computes an expression.
   *
   * @throws UnreadableException if the text is anything else, divides by zero or grows too large
   */
  public static BigFraction compute(String text) throws UnreadableException {
    if (text.length() > LONGEST) {
      throw new UnreadableException("too long");
    }
    ExactArithmetic reader = new ExactArithmetic(text);
    BigFraction value = reader.sum();
    if (reader.peek() != 0) {
      throw reader.unexpected();
    }
    return value;
  }

  /** The value of a number's digits, with or without a decimal point. */
  static BigFraction decimal(String digits) {
    BigDecimal value = new BigDecimal(digits);
    return BigFraction.of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
  }

  /** The text with its thousands separators taken out: {@code 1,234} but not {@code 1,23}. */
  static String withoutThousandsSeparators(String text) {
    return THOUSANDS.matcher(text).replaceAll(number -> number.group().replace(",", ""));
  }

  private BigFraction sum() throws UnreadableException {
    if (++depth > DEEPEST) {
      throw new UnreadableException("too deep");
    }
    BigFraction value = product();
    while (peek() == '+' || peek() == '-') {
      boolean plus = text.charAt(position++) == '+';
      BigFraction term = product();
      value = bounded(plus ? value.add(term) : value.subtract(term));
    }
    depth--;
    return value;
  }

  private BigFraction product() throws UnreadableException {
    BigFraction value = signed();
    while (peek() == '*' || peek() == '/') {
      boolean times = text.charAt(position++) == '*';
      BigFraction factor = signed();
      if (!times && factor.signum() == 0) {
        throw new UnreadableException("division by zero");
      }
      value = bounded(times ? value.multiply(factor) : value.divide(factor));
    }
    return value;
  }

  private BigFraction signed() throws UnreadableException {
    boolean negative = false;
    while (peek() == '+' || peek() == '-') {
      negative ^= text.charAt(position++) == '-';
    }
    BigFraction value = power();
    return negative ? value.negate() : value;
  }

  private BigFraction power() throws UnreadableException {
    BigFraction base = atom();
    if (peek() != '^') {
      return base;
    }
    position++;
    if (++depth > DEEPEST) {
      throw new UnreadableException("too deep");
    }
    BigFraction exponent = signed();
    depth--;
    return raise(base, exponent);
  }

  private static BigFraction raise(BigFraction base, BigFraction exponent)
      throws UnreadableException {
    boolean whole = exponent.getDenominator().equals(BigInteger.ONE);
    if (!whole || exponent.abs().compareTo(BigFraction.of(LARGEST_EXPONENT)) > 0) {
      throw new UnreadableException("exponent");
    }
    int power = exponent.intValue();
    int bits = Math.max(base.getNumerator().bitLength(), base.getDenominator().bitLength());
    if ((long) bits * Math.abs(power) > MOST_BITS || base.signum() == 0 && power <= 0) {
      throw new UnreadableException("power");
    }
    return base.pow(power);
  }

  private static BigFraction bounded(BigFraction value) throws UnreadableException {
    if (value.getNumerator().bitLength() > 2 * MOST_BITS
        || value.getDenominator().bitLength() > 2 * MOST_BITS) {
      throw new UnreadableException("too large");
    }
    return value;
  }

  private BigFraction atom() throws UnreadableException {
    BigFraction value;
    if (peek() == '(') {
      position++;
      value = sum();
      if (peek() != ')') {
        throw unexpected();
      }
      position++;
    } else {
      value = number();
    }
    if (peek() == '%') {
      position++;
      return value.divide(100);
    }
    return value;
  }

  private BigFraction number() throws UnreadableException {
    peek();
    int start = position;
    int points = 0;
    while (position < text.length() && isDigitOrPoint(text.charAt(position))) {
      points += text.charAt(position++) == '.' ? 1 : 0;
    }
    if (points > 1 || position - start == points) {
      throw unexpected();
    }
    return decimal(text.substring(start, position));
  }

  private static boolean isDigitOrPoint(char found) {
    return found >= '0' && found <= '9' || found == '.';
  }

  /** The next character that is no space; 0 at the end. */
  private char peek() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
    return position < text.length() ? text.charAt(position) : 0;
  }

  private UnreadableException unexpected() {
    return new UnreadableException("no sum of numbers at character " + position);
  }
}
