package org.winnow.synth.rule;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Numbers of a question that are not exchanged, because of what stands beside them: times, dates,
 * fractions, names, parts of a body. Another number there may make no sense.
 */
final class Pins {
  private static final int LOOK_BACK = 24;
  private static final int LOOK_AHEAD = 40;

  private static final BigFraction LARGEST_STRUCTURAL = BigFraction.of(3);

  /** What may follow a number that stays. */
  private static final Pattern AFTER =
      Pattern.compile(
          "^(?:st|nd|rd|th)\\b.*"
              + "|^\\s*[:/]\\s*\\d.*"
              + "|^\\s*(?:a|p)\\.?m\\b.*"
              + "|^\\s*-\\s*\\d.*"
              + "|^(?:[\\s-]+[a-z]+){0,1}[\\s-]+(?:half|seconds?|minutes?|hours?|days?|nights?|weeks?|weekdays?"
              + "|weekends?|months?|years?|decades?|centur(?:y|ies)|quarters?|semesters?|o'clock)\\b.*"
              + "|^[\\s-]+(?:times|percentage|out of|of the|degrees?|sides?|sided|legs?|legged|wheels?|wings?"
              + "|eyes?|fingers?|toes?|tires?|corners?|bills?|coins?|cards?|hands?|arms?|ears?"
              + "|thirds?|fourths?|fifths?|sixths?|eighths?|tenths?|squared|cubed)\\b.*"
              + "|^[\\s-]+(?:feet|foot|inch|inches|ft|cm|centimeters?|meters?)[\\s-]+(?:tall|high)\\b.*"
              + "|^[A-Za-z_].*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  /** What may stand before a number that stays. */
  private static final Pattern BEFORE =
      Pattern.compile(
          ".*(?:[:/^]\\s*|\\d\\s*-\\s*|\\d\\s+|#\\s*|[A-Za-z_])$"
              + "|.*\\b(?:grade|grader|level|page|chapter|room|number|size|type|route|episode|season"
              + "|day|week|month|year|hour|minute|step|round|version|age|ages|aged|born|highway"
              + "|january|february|march|april|may|june|july|august|september|october|november"
              + "|december|in the year|since|season)\\s+$",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private Pins() {}

  /** Whether all places at which the question has a value allow another one there. */
  static boolean isFree(String question, List<WrittenNumber> numbers, BigFraction value) {
    return numbers.stream()
        .filter(number -> number.value().equals(value))
        .allMatch(number -> isFree(question, number));
  }

  private static boolean isFree(String question, WrittenNumber number) {
    String before = question.substring(Math.max(0, number.start() - LOOK_BACK), number.start());
    String after =
        question.substring(number.end(), Math.min(question.length(), number.end() + LOOK_AHEAD));
    return !AFTER.matcher(after).matches()
        && !BEFORE.matcher(before).matches()
        && (before.endsWith("$") || !isYear(number) && !isStructural(number));
  }

  /** A small count may have to fit to things that are told one by one. */
  private static boolean isStructural(WrittenNumber number) {
    return number.value().compareTo(LARGEST_STRUCTURAL) <= 0
        && number.value().getDenominator().equals(BigInteger.ONE);
  }

  private static boolean isYear(WrittenNumber number) {
    return number.digits().matches("(?:1[5-9]|20)\\d\\d");
  }
}
