package org.winnow.transforms.hygiene;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Finds telephone numbers by Google's libphonenumber: numbers with a country code wherever they are
 * dialled, numbers without one in stated regions only.
 *
 * <p>A number must be valid and written as its country writes numbers, so that the numbers of a
 * calculation are not taken for one.
 */
public final class PhoneNumbers {
  private static final int FEWEST_DIGITS = 7;
  private static final String BETWEEN = " ().-/\u00a0";
  private static final String NO_REGION = "ZZ";
  private static final int NORTH_AMERICA = 1;

  /** The library warns of countries that have one way only to write numbers: nothing to act on. */
  private static final Logger LIBRARY =
      Logger.getLogger(
          "com.google.i18n.phonenumbers.metadata.init.ClassPathResourceMetadataLoader");

  static {
    LIBRARY.setLevel(Level.SEVERE);
  }

  private PhoneNumbers() {}

  /** The regions that numbering plans are known for, as ISO 3166 codes of two letters. */
  public static Set<String> regions() {
    return PhoneNumberUtil.getInstance().getSupportedRegions();
  }

  static List<Span> find(String text, List<String> regions) {
    List<Span> spans = new ArrayList<>();
    if (!Runs.hasDigits(text, FEWEST_DIGITS, BETWEEN)) {
      return spans;
    }
    if (text.indexOf('+') >= 0 || text.indexOf('\uff0b') >= 0) {
      add(text, NO_REGION, spans);
    }
    regions.forEach(region -> add(text, region, spans));
    return spans;
  }

  private static void add(String text, String region, List<Span> spans) {
    for (PhoneNumberMatch match :
        PhoneNumberUtil.getInstance()
            .findNumbers(text, region, Leniency.STRICT_GROUPING, Long.MAX_VALUE)) {
      if (isDialled(match.rawString(), region)) {
        spans.add(new Span(match.start(), match.end()));
      }
    }
  }

  /**
   * Whether a number is written as one dials it: with a country code, with the prefix of calls
   * inside the country, or in groups where there is no such prefix or nobody writes it.
   */
  private static boolean isDialled(String number, String region) {
    if (number.startsWith("+") || number.startsWith("\uff0b")) {
      return true;
    }
    String digits = number.replaceAll("[^0-9]", "");
    String prefix = PhoneNumberUtil.getInstance().getNddPrefixForRegion(region, true);
    boolean isPrefixWritten =
        prefix != null
            && !prefix.isEmpty()
            && PhoneNumberUtil.getInstance().getCountryCodeForRegion(region) != NORTH_AMERICA;
    return digits.length() >= FEWEST_DIGITS
        && (isPrefixWritten ? digits.startsWith(prefix) : digits.length() < number.length());
  }
}
