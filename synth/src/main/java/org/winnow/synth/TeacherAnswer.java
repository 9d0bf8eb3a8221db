package org.winnow.synth;

/** What came back for one request to a {@link Teacher}. */
public sealed interface TeacherAnswer {
  /**
   * The teacher answered.
   *
   * @param text the answer as it came, unparsed
   */
  record Answered(String text) implements TeacherAnswer {}

  /**
   * The teacher did not answer.
   *
   * @param reason a stable word in snake_case
   * @param retriable whether asking again may succeed
   * @param evidence what was found, for a person to read
   */
  record Failed(String reason, boolean retriable, String evidence) implements TeacherAnswer {}
}
