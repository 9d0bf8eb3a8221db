package org.winnow.transforms.hygiene;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds telephone numbers by Google's libphonenumber: numbers with a country code wherever they are
 * dialled, numbers without one in stated regions only.
 *
 * <p>A number must be valid and grouped as its country groups numbers, so that the numbers of a
 * calculation are not taken for one.
 */
public final class PhoneNumbers {
  private static final int FEWEST_DIGITS = 7;
  private static final String NO_REGION = "ZZ";

  private PhoneNumbers() {}

  /** The regions that numbering plans are known for, as ISO 3166 codes of two letters. */
  public static Set<String> regions() {
    return PhoneNumberUtil.getInstance().getSupportedRegions();
  }

  static List<Span> find(String text, List<String> regions) {
    List<Span> spans = new ArrayList<>();
    if (text.chars().filter(c -> c >= '0' && c <= '9').limit(FEWEST_DIGITS).count()
        < FEWEST_DIGITS) {
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
      spans.add(new Span(match.start(), match.end()));
    }
  }
}
