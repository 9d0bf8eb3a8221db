package org.winnow.scorers.generate;

/** What became of a {@link GenerationRequest}. */
public sealed interface Generation {
  /**
   * It was answered.
   *
   * @param text the answer, without what ended it
   * @param tokens the generated tokens, the one that ended the answer included
   * @param finish why the answer ends
   * @param promptTokens tokens that the model read
   */
  record Answer(String text, long[] tokens, Finish finish, int promptTokens)
      implements Generation {}

  /**
   * It cannot be answered.
   *
   * @param reason a stable word
   * @param evidence what was found
   */
  record Refused(String reason, String evidence) implements Generation {}

  /** Why an answer ends. */
  enum Finish {
    /** The model ended it, or a stop text was reached. */
    STOP,
    /** It has as many tokens as it may have, or as the model's context has room for. */
    LENGTH
  }
}
