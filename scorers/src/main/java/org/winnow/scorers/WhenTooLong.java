package org.winnow.scorers;

/** What happens to a sample that has more tokens than the limit. */
public enum WhenTooLong {
  /**
   * The oldest tokens after the first one are left out and {@code text.truncated} is 1. If the last
   * response alone is longer than the limit, its beginning is kept.
   */
  TRUNCATE_PROMPT,
  /** The sample is unscorable with reason {@code too_long}. */
  REJECT
}
