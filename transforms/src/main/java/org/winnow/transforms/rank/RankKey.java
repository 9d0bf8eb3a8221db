package org.winnow.transforms.rank;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A row's place in the order of its group: 192 bits, compared as one unsigned number.
 *
 * @param high most significant part
 * @param low middle part
 * @param tie least significant part
 */
public record RankKey(long high, long low, long tie) implements Comparable<RankKey>, Serializable {
  private static final Comparator<RankKey> ORDER =
      Comparator.comparing(RankKey::high, Long::compareUnsigned)
          .thenComparing(RankKey::low, Long::compareUnsigned)
          .thenComparing(RankKey::tie, Long::compareUnsigned);

  @Override
  public int compareTo(RankKey other) {
    return ORDER.compare(this, other);
  }
}
