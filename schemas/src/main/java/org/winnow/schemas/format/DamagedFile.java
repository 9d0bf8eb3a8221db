package org.winnow.schemas.format;

/** A file's content is broken in a way that ends reading; the rows before it count. */
final class DamagedFile extends Exception {
  private static final long serialVersionUID = 1;

  /** The file ends too early. */
  static final String TRUNCATED = "truncated_file";

  /** The file is complete but cannot be understood. */
  static final String UNREADABLE = "unreadable_file";

  private final String reason;
  private final boolean whole;

  private DamagedFile(String reason, String evidence, boolean whole) {
    super(evidence, null, false, false);
    this.reason = reason;
    this.whole = whole;
  }

  /** No row of the file can be read. */
  static DamagedFile whole(String reason, String evidence) {
    return new DamagedFile(reason, evidence, true);
  }

  /** The row after the last one that was read is where the damage is. */
  static DamagedFile afterLastRow(String reason, String evidence) {
    return new DamagedFile(reason, evidence, false);
  }

  String reason() {
    return reason;
  }

  String evidence() {
    return String.valueOf(getMessage());
  }

  /** The row to report, given the last row that was read: 0 if the whole file is meant. */
  long row(long lastRow) {
    return whole ? 0 : lastRow + 1;
  }
}
