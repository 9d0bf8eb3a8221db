package org.winnow.transforms.select;

import java.io.Serializable;
import java.util.stream.LongStream;
import org.winnow.transforms.Amount;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.RankKey;

/**
 * Which ranks of a group stay: {@code keep} of its rows, from the first or around the median.
 *
 * @param part where the rows that stay are
 * @param keep how many
 * @param rowsOfPart cuts are also made after so many rows that stay, from 2, so that their ranks
 *     can be counted in parts; {@link Long#MAX_VALUE} for none
 */
record RankSpan(Part part, Amount keep, long rowsOfPart) implements Serializable {
  /** Where in the order of a group the rows are that stay. */
  enum Part {
    BEST,
    MIDDLE
  }

  /** Place of the cut before the first row that stays. */
  private static final int BEFORE = 0;

  /** Place of the cut behind the first row that stays. */
  private static final int FIRST = 1;

  /**
   * The ranks to cut behind: before the first row that stays, behind it, behind each part, and
   * behind the last one. In the middle an odd row is cut from the far end.
   *
   * @param rows of the group, from 0
   */
  long[] ranks(long rows) {
    long kept = Math.min(rows, keep.of(rows));
    long from = part == Part.MIDDLE ? (rows - kept) / 2 : 0;
    if (kept == 0) {
      return new long[] {from, from, from};
    }
    LongStream parts = LongStream.rangeClosed(1, (kept - 1) / rowsOfPart).map(i -> i * rowsOfPart);
    return LongStream.concat(LongStream.of(0, 1), LongStream.concat(parts, LongStream.of(kept)))
        .map(rank -> from + rank)
        .toArray();
  }

  /** Whether a row of the group that was cut so stays. */
  static boolean stays(Cuts cuts, RankKey key) {
    return !cuts.isWithin(BEFORE, key) && cuts.isWithin(last(cuts), key);
  }

  /** The part that a row that stays is in, from 1. */
  static int part(Cuts cuts, RankKey key) {
    return cuts.firstWithin(key);
  }

  /** How many rows of the group stay in the parts before. */
  long rowsBefore(int partNumber) {
    if (partNumber <= FIRST + 1) {
      return partNumber - FIRST;
    }
    return (partNumber - FIRST - 1L) * rowsOfPart;
  }

  /** The key of the first row that stays. */
  static RankKey first(Cuts cuts) {
    return cuts.cuts().get(FIRST).last();
  }

  /** The key of the last row that stays. */
  static RankKey threshold(Cuts cuts) {
    return cuts.cuts().get(last(cuts)).last();
  }

  /** Whether no row of the group stays. */
  static boolean isEmpty(Cuts cuts) {
    return cuts.cuts().get(BEFORE).equals(cuts.cuts().get(last(cuts)));
  }

  private static int last(Cuts cuts) {
    return cuts.cuts().size() - 1;
  }
}
