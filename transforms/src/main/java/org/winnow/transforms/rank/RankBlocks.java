package org.winnow.transforms.rank;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Seeds;
import org.winnow.transforms.Grouping;

/** Takes the sort keys out of a batch. */
public final class RankBlocks {
  private RankBlocks() {}

  /**
   * Keys that order rows by chance.
   *
   * @param seed the recipe's seed
   * @param step the step that draws
   * @param grouping within which rows the order holds
   */
  public static RankBlock byChance(CorpusBatch batch, long seed, String step, Grouping grouping) {
    int[] copies = copies(batch);
    List<String> ids = batch.ids();
    long[] high = new long[batch.rows()];
    for (int row = 0; row < high.length; row++) {
      high[row] = Seeds.bits(seed, step, ids.get(row), "order " + copies[row]);
    }
    return block(batch, grouping, high, new long[batch.rows()], copies);
  }

  /**
   * One draw of one row.
   *
   * @param row position in the batch
   * @param group within which the row is ranked
   * @param purpose tells the draws of a row apart
   */
  public record Draw(int row, String group, String purpose) {}

  /**
   * Keys that order rows by chance, as often and in such groups as wanted.
   *
   * @param seed the recipe's seed
   * @param step the step that draws
   * @param draws one for each key, in the order of keys
   */
  public static RankBlock byChance(CorpusBatch batch, long seed, String step, List<Draw> draws) {
    int[] copies = copies(batch);
    List<String> ids = batch.ids();
    List<Origin> origins = batch.origins();
    Map<String, Integer> index = new LinkedHashMap<>();
    Map<String, Long> places = new HashMap<>();
    int[] groupOf = new int[draws.size()];
    long[] high = new long[draws.size()];
    long[] tie = new long[draws.size()];
    for (int i = 0; i < groupOf.length; i++) {
      Draw draw = draws.get(i);
      int row = draw.row();
      int known = index.size();
      groupOf[i] = index.computeIfAbsent(draw.group(), group -> known);
      high[i] = Seeds.bits(seed, step, ids.get(row), draw.purpose() + " " + copies[row]);
      tie[i] = tie(places, origins.get(row), copies[row]);
    }
    return new RankBlock(List.copyOf(index.keySet()), groupOf, high, new long[draws.size()], tie);
  }

  /**
   * Keys that order rows by a number, and rows of equal numbers by chance.
   *
   * @param orderedBits long[rows], unsigned order is the wanted order
   */
  public static RankBlock byNumber(
      CorpusBatch batch, long[] orderedBits, long seed, String step, Grouping grouping) {
    int[] copies = copies(batch);
    List<String> ids = batch.ids();
    long[] low = new long[batch.rows()];
    for (int row = 0; row < low.length; row++) {
      low[row] = Seeds.bits(seed, step, ids.get(row), "tie " + copies[row]);
    }
    return block(batch, grouping, orderedBits, low, copies);
  }

  private static RankBlock block(
      CorpusBatch batch, Grouping grouping, long[] high, long[] low, int[] copies) {
    List<String> groups = new ArrayList<>();
    Map<String, Integer> index = new HashMap<>();
    int[] groupOf = new int[batch.rows()];
    long[] tie = new long[batch.rows()];
    Map<String, Long> places = new HashMap<>();
    List<String> groupOfRow = grouping.groups(batch);
    List<Origin> origins = batch.origins();
    for (int row = 0; row < groupOf.length; row++) {
      String group = groupOfRow.get(row);
      groupOf[row] =
          index.computeIfAbsent(
              group,
              g -> {
                groups.add(g);
                return groups.size() - 1;
              });
      tie[row] = tie(places, origins.get(row), copies[row]);
    }
    return new RankBlock(List.copyOf(groups), groupOf, high, low, tie);
  }

  /** A hash of where the row comes from: it tells rows of equal content apart. */
  private static long tie(Map<String, Long> places, Origin origin, int copy) {
    String place = String.join("\n", origin.file(), origin.parent(), origin.step());
    long from = places.computeIfAbsent(place, p -> Seeds.bits(0, "tie", p, ""));
    return mix(mix(from + origin.row()) + copy);
  }

  /** Spreads every bit over all others, one to one: the finalizer of SplitMix64 (Steele et al.). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** For each row, how many rows of the batch before it come from the same place. */
  private static int[] copies(CorpusBatch batch) {
    int[] copies = new int[batch.rows()];
    Map<Origin, Integer> seen = new HashMap<>();
    List<Origin> origins = batch.origins();
    for (int row = 0; row < copies.length; row++) {
      copies[row] = seen.merge(origins.get(row), 1, Integer::sum) - 1;
    }
    return copies;
  }
}
