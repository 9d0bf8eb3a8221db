package org.winnow.transforms.hygiene;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds e-mail addresses, and numbers of cards and bank accounts whose checksum is right.
 *
 * <p>A card number has the length and the first digits of a known network and stands alone, in one
 * piece or in the groups that are printed on cards: digits of a calculation seldom do.
 */
final class Accounts {
  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+-]{0,63}@"
              + "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.){1,8}\\p{L}{2,24}"
              + "(?![\\p{L}\\p{N}])");

  private static final String ALONE_BEFORE = "(?<![\\p{L}\\p{N}])(?<![0-9][.,])";
  private static final String ALONE_BEHIND = "(?![\\p{L}\\p{N}])(?![.,][0-9])";

  private static final Pattern CARD =
      Pattern.compile(
          ALONE_BEFORE
              + "(?:[0-9]{13,19}"
              + "|[0-9]{4}([ -])[0-9]{4}\\1[0-9]{4}\\1[0-9]{4}(?:\\1[0-9]{3})?"
              + "|[0-9]{4}([ -])[0-9]{6}\\2[0-9]{4,5})"
              + ALONE_BEHIND);

  /** Visa, Mastercard, American Express, Discover, Diners Club, JCB, UnionPay, Maestro. */
  private static final Pattern NETWORK =
      Pattern.compile(
          "4(?:\\d{12}|\\d{15}|\\d{18})"
              + "|(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12}"
              + "|3[47]\\d{13}"
              + "|(?:6011|65\\d\\d|64[4-9]\\d)\\d{12}(?:\\d{3})?"
              + "|3(?:0[0-5]|[689]\\d)\\d{11}(?:\\d{2})?"
              + "|35(?:2[89]|[3-8]\\d)\\d{12}"
              + "|62\\d{14,17}"
              + "|(?:5[0678]|6[37])\\d{11,17}");

  private static final Pattern IBAN =
      Pattern.compile(
          ALONE_BEFORE
              + "[A-Z]{2}[0-9]{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)"
              + ALONE_BEHIND);

  private static final int FEWEST_CARD_DIGITS = 13;
  private static final int FEWEST_IBAN_CHARS = 15;

  private Accounts() {}

  static List<Span> emails(String text) {
    List<Span> spans = new ArrayList<>();
    if (text.indexOf('@') >= 0) {
      Matcher email = EMAIL.matcher(text);
      while (email.find()) {
        spans.add(new Span(email.start(), email.end()));
      }
    }
    return spans;
  }

  static List<Span> cards(String text) {
    List<Span> spans = new ArrayList<>();
    if (!Runs.hasDigits(text, FEWEST_CARD_DIGITS, " -")) {
      return spans;
    }
    Matcher card = CARD.matcher(text);
    while (card.find()) {
      String digits = card.group().replaceAll("[ -]", "");
      if (NETWORK.matcher(digits).matches() && Checksums.isLuhn(digits)) {
        spans.add(new Span(card.start(), card.end()));
      }
    }
    return spans;
  }

  static List<Span> ibans(String text) {
    List<Span> spans = new ArrayList<>();
    if (!Runs.hasRun(
        text, FEWEST_IBAN_CHARS, c -> c == ' ' || Character.isUpperCase(c) || Runs.isDigit(c))) {
      return spans;
    }
    Matcher iban = IBAN.matcher(text);
    while (iban.find()) {
      if (Checksums.isIban(iban.group().replace(" ", ""))) {
        spans.add(new Span(iban.start(), iban.end()));
      }
    }
    return spans;
  }
}
