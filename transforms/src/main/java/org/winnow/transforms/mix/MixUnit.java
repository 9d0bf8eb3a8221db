package org.winnow.transforms.mix;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.winnow.schemas.CorpusBatch;

/** What a mixture is measured in. */
public enum MixUnit {
  /** Rows; quotas are met exactly. */
  ROWS,
  /**
   * Tokens, from the column {@value #TOKENS_COLUMN}; rows are drawn until a quota is reached, so
   * the last row of a quota may exceed it. A row without the value counts as none.
   */
  TOKENS;

  /** The score column that holds the tokens of a row. */
  public static final String TOKENS_COLUMN = "text.tokens";

  /** How much each row of a batch counts. */
  public long[] measure(CorpusBatch batch) {
    return switch (this) {
      case ROWS -> ones(batch.rows());
      case TOKENS ->
          Arrays.stream(batch.scores(List.of(TOKENS_COLUMN))[0])
              .mapToLong(tokens -> Double.isNaN(tokens) ? 0 : Math.round(tokens))
              .toArray();
    };
  }

  /** The name of the unit, as in recipes. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static long[] ones(int rows) {
    long[] ones = new long[rows];
    Arrays.fill(ones, 1);
    return ones;
  }
}
