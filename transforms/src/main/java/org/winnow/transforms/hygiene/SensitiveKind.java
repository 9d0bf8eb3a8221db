package org.winnow.transforms.hygiene;

import java.util.Locale;

/**
 * Kinds of content that no training set should hold. Where two overlap, the one that stands first
 * here is taken.
 */
public enum SensitiveKind {
  /**
   * Private keys, tokens of well-known services, values that are assigned to a name of a secret.
   */
  SECRET,
  /** E-mail addresses. */
  EMAIL,
  /** International bank account numbers with a right checksum. */
  IBAN,
  /** Numbers of payment cards with a right checksum. */
  CARD,
  /** Public IP addresses, version 4 and 6. */
  IP,
  /** Telephone numbers that are valid where they are dialled. */
  PHONE;

  /** What stands in place of the content. */
  public String mask() {
    return "<" + name() + ">";
  }

  /** The key in recipes. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason of rows that are dropped for it. */
  public String reason() {
    return "contains_" + key();
  }
}
