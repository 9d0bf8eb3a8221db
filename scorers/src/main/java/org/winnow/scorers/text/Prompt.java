package org.winnow.scorers.text;

/** What became of a conversation that a model is to continue. */
public sealed interface Prompt {
  /**
   * It has tokens.
   *
   * @param ids of the whole text up to where the assistant's turn begins; at least one
   */
  record Tokens(long[] ids) implements Prompt {}

  /**
   * It cannot be continued.
   *
   * @param reason a stable word
   * @param evidence what was found
   */
  record Refused(String reason, String evidence) implements Prompt {}
}
