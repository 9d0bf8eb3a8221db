package org.winnow.transforms.dedup;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.select.Criterion;

/** Which of several copies is the best one. */
public final class Preference implements Serializable {
  private static final long LAST = -1;

  private final @Nullable String column;
  private final Criterion.Goal goal;

  private Preference(@Nullable String column, Criterion.Goal goal) {
    this.column = column;
    this.goal = goal;
  }

  /** All copies are as good as each other. */
  public static Preference none() {
    return new Preference(null, Criterion.Goal.MAXIMIZE);
  }

  /** The copy with the highest or the lowest score; one without a score comes last. */
  public static Preference by(String column, Criterion.Goal goal) {
    return new Preference(requireNonNull(column, "column is null"), goal);
  }

  /**
   * The rank of every row.
   *
   * @return long[row], compared as unsigned, the smallest is best
   */
  long[] ranks(CorpusBatch batch) {
    if (column == null) {
      return new long[batch.rows()];
    }
    return Arrays.stream(batch.scores(column))
        .mapToLong(
            value -> {
              if (Double.isNaN(value)) {
                return LAST;
              }
              return goal == Criterion.Goal.MAXIMIZE
                  ? RankBlock.descending(value)
                  : RankBlock.ascending(value);
            })
        .toArray();
  }
}
