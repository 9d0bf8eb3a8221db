package org.winnow.scorers.text;

/**
 * A sample as the model sees it.
 *
 * @param ids token ids
 * @param scored whether each token is scored; never the first
 * @param truncated whether tokens were left out
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedSample(long[] ids, boolean[] scored, boolean truncated) {
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
}
