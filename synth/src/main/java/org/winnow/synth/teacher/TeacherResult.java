package org.winnow.synth.teacher;

/** What came back for one request to a {@link Teacher}. */
public sealed interface TeacherResult permits TeacherAnswer, TeacherFailure {
  /**
   * What the teacher sent, before anything was read from it: a {@code chat.completion} object of
   * the OpenAI form. Empty where no completion came.
   */
  String raw();

  /** Tokens that the server counted for this result; none where it does not say. */
  TokenUsage usage();
}
