package org.winnow.schemas.format;

/** One row cannot become a sample; the rows behind it can still be read. Has no stack trace. */
final class BadRow extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * A bad row.
   *
   * @param reason word in snake_case for {@link org.winnow.schemas.Rejection#reason}
   * @param evidence what was expected, what was found, and where
   */
  BadRow(String reason, String evidence) {
    super(evidence, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  String evidence() {
    return String.valueOf(getMessage());
  }
}
