package org.winnow.scorers.text;

/** What became of a sample: encoded, or not fit to be scored. */
public sealed interface Encoding {
  /**
   * Fit to be scored.
   *
   * @param sample at least one scored token
   */
  record Encoded(EncodedSample sample) implements Encoding {}

  /**
   * Not fit to be scored.
   *
   * @param reason a stable word
   * @param evidence what was found
   */
  record Refused(String reason, String evidence) implements Encoding {}
}
