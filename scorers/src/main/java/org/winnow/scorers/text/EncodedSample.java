package org.winnow.scorers.text;

import java.util.Arrays;

/**
 * A sample as the model sees it.
 *
 * @param ids token ids
 * @param scored whether each token is scored; never the first
 * @param textBytes for each token the bytes of response text, in UTF-8, that it adds; 0 for tokens
 *     outside of responses, and for the later tokens of one character
 * @param endsSentence whether a sentence of a response ends with the token
 * @param truncated whether tokens were left out
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedSample(
    long[] ids, boolean[] scored, int[] textBytes, boolean[] endsSentence, boolean truncated) {
  public EncodedSample {
    if (scored.length != ids.length
        || textBytes.length != ids.length
        || endsSentence.length != ids.length) {
      throw new IllegalArgumentException("every token needs an entry in every array");
    }
  }

  /** Tokens of which all but the first are scored, without knowledge of their text. */
  public static EncodedSample allScored(long[] ids, boolean truncated) {
    boolean[] scored = new boolean[ids.length];
    Arrays.fill(scored, 1, ids.length, true);
    return new EncodedSample(ids, scored, new int[ids.length], new boolean[ids.length], truncated);
  }

  /** Number of tokens. */
  public int length() {
    return ids.length;
  }

  /** Number of scored tokens. */
  public int responseTokens() {
    int count = 0;
    for (boolean one : scored) {
      count += one ? 1 : 0;
    }
    return count;
  }

  /** Positions of the scored tokens, rising. */
  public int[] scoredPositions() {
    int[] positions = new int[responseTokens()];
    int next = 0;
    for (int i = 0; i < scored.length; i++) {
      if (scored[i]) {
        positions[next++] = i;
      }
    }
    return positions;
  }

  /** Bytes of response text that the scored tokens stand for, in UTF-8. */
  public long responseBytes() {
    long bytes = 0;
    for (int i = 0; i < scored.length; i++) {
      bytes += scored[i] ? textBytes[i] : 0;
    }
    return bytes;
  }
}
