package org.winnow.scorers.text;

import java.util.List;

/**
 * A conversation as the text that the model reads.
 *
 * @param text the whole text
 * @param responses where each assistant content lies in it, in order
 */
record RenderedConversation(String text, List<Span> responses) {
  RenderedConversation {
    responses = List.copyOf(responses);
  }

  /**
   * A piece of text.
   *
   * @param start first character, counted in UTF-16 units
   * @param end one past the last character
   */
  record Span(int start, int end) {}
}
