package org.winnow.transforms.hygiene;

/** Checksums of account numbers. */
final class Checksums {
  private Checksums() {}

  /** ISO/IEC 7812-1, annex B: every second digit from the right but one counts twice. */
  static boolean isLuhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int counted = i % 2 == 0 ? digit : 2 * digit;
      sum += counted > 9 ? counted - 9 : counted;
    }
    return sum % 10 == 0;
  }

  /**
   * ISO 13616: the first four characters moved to the end, letters as numbers from 10, the rest of
   * the division by 97 is 1.
   *
   * @param iban upper-case letters and digits only, without spaces
   */
  static boolean isIban(String iban) {
    String moved = iban.substring(4) + iban.substring(0, 4);
    int rest = 0;
    for (int i = 0; i < moved.length(); i++) {
      int value = Character.digit(moved.charAt(i), 36);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
  }
}
