package org.winnow.scorers.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.util.Arrays;
import java.util.List;
import org.winnow.scorers.text.RenderedConversation.Span;

/**
 * What the tokens of a conversation have to do with its responses.
 *
 * @param turns for each token the response that it is scored for, counted from 0; -1 if none
 * @param textBytes for each token the bytes of response text that it adds, in UTF-8
 * @param endsSentence whether a sentence of a response ends with the token
 */
@SuppressWarnings("ArrayRecordComponent")
record ResponseTokens(int[] turns, int[] textBytes, boolean[] endsSentence) {
  private static final String SENTENCE_ENDS = ".!?\u3002\uff01\uff1f";

  /** Tells whether a token that starts where a response ends closes the turn. */
  @FunctionalInterface
  interface Closing {
    /**
     * The answer for one token.
     *
     * @param token number of the token
     * @param response number of the response that ends where the token starts
     */
    boolean closes(int token, int response);
  }

  /**
   * Finds them.
   *
   * @param text the conversation, as code points
   * @param offsets of the tokens, in code points
   * @param responses of the conversation, in code points, rising
   */
  static ResponseTokens of(int[] text, CharSpan[] offsets, List<Span> responses, Closing closing) {
    int tokens = offsets.length;
    int[] turns = new int[tokens];
    Arrays.fill(turns, -1);
    int[] bytes = new int[tokens];
    boolean[] ends = new boolean[tokens];
    int turn = 0;
    int covered = 0;
    for (int i = 1; i < tokens; i++) {
      CharSpan token = offsets[i];
      while (turn < responses.size() - 1 && token.getStart() > responses.get(turn).end()) {
        turn++;
      }
      for (int t = turn; t < Math.min(turn + 2, responses.size()); t++) {
        Span span = responses.get(t);
        boolean overlaps = token.getStart() < span.end() && token.getEnd() > span.start();
        if (overlaps) {
          int from = Math.max(covered, Math.max(token.getStart(), span.start()));
          int to = Math.min(token.getEnd(), span.end());
          bytes[i] = utf8Bytes(text, from, to);
          ends[i] = endsSentence(text, Math.max(token.getStart(), span.start()), to);
          covered = Math.max(covered, to);
        }
        if (overlaps || (token.getStart() == span.end() && closing.closes(i, t))) {
          turns[i] = t;
          break;
        }
      }
    }
    return new ResponseTokens(turns, bytes, ends);
  }

  private static int utf8Bytes(int[] text, int from, int to) {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      int c = text[i];
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return bytes;
  }

  /** Whether the token's text holds a line feed, or ends with a mark that ends sentences. */
  private static boolean endsSentence(int[] text, int from, int to) {
    int last = to - 1;
    while (last >= from && Character.isWhitespace(text[last])) {
      if (text[last] == '\n') {
        return true;
      }
      last--;
    }
    return last >= from && SENTENCE_ENDS.indexOf(text[last]) >= 0;
  }
}
