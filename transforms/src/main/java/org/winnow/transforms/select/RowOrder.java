package org.winnow.transforms.select;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;

/** In which order rows are looked at, the wanted ones first. */
public sealed interface RowOrder extends Serializable {
  /** What the order goes by, for evidence. */
  String name();

  /** The rows that have a place in the order. */
  BitSet ordered(CorpusBatch batch);

  /** The keys of all rows; those of rows without a place mean nothing. */
  RankBlock keys(CorpusBatch batch, long seed, String step, Grouping grouping);

  /** The number that the high part of a key was made of. */
  double value(long high);

  /** The search that suits the keys. */
  PTransform<PCollection<RankBlock>, PCollectionView<Map<String, Cuts>>> cuts(
      PCollection<KV<String, long[]>> ranks);

  /**
   * By a score column; rows of equal score by a hash of seed and id, rows without it not at all.
   *
   * @param column a score column
   * @param goal whether high or low values come first
   */
  record ByColumn(String column, Criterion.Goal goal) implements RowOrder {
    @Override
    public String name() {
      return column;
    }

    @Override
    public BitSet ordered(CorpusBatch batch) {
      BitSet ordered = new BitSet(batch.rows());
      double[] values = batch.scores(column);
      for (int row = 0; row < values.length; row++) {
        ordered.set(row, !Double.isNaN(values[row]));
      }
      return ordered;
    }

    @Override
    public RankBlock keys(CorpusBatch batch, long seed, String step, Grouping grouping) {
      double[] values = batch.scores(column);
      long[] high = new long[values.length];
      for (int row = 0; row < high.length; row++) {
        high[row] = bits(values[row]);
      }
      return RankBlocks.byNumber(batch, high, seed, step, grouping);
    }

    private long bits(double value) {
      return goal == Criterion.Goal.MAXIMIZE
          ? RankBlock.descending(value)
          : RankBlock.ascending(value);
    }

    @Override
    public double value(long high) {
      return RankBlock.fromAscending(goal == Criterion.Goal.MAXIMIZE ? ~high : high);
    }

    @Override
    public PTransform<PCollection<RankBlock>, PCollectionView<Map<String, Cuts>>> cuts(
        PCollection<KV<String, long[]>> ranks) {
      return ExactCuts.ofNumbers(ranks);
    }
  }

  /** By a hash of seed and id alone; every row has a place. */
  record ByChance() implements RowOrder {
    private static final int SPARE_BITS = 11;

    @Override
    public String name() {
      return "draw";
    }

    @Override
    public BitSet ordered(CorpusBatch batch) {
      BitSet all = new BitSet(batch.rows());
      all.set(0, batch.rows());
      return all;
    }

    @Override
    public RankBlock keys(CorpusBatch batch, long seed, String step, Grouping grouping) {
      return RankBlocks.byChance(batch, seed, step, grouping);
    }

    /** The draw as a number in [0, 1). */
    @Override
    public double value(long high) {
      return (high >>> SPARE_BITS) * 0x1p-53;
    }

    @Override
    public PTransform<PCollection<RankBlock>, PCollectionView<Map<String, Cuts>>> cuts(
        PCollection<KV<String, long[]>> ranks) {
      return ExactCuts.ofHashes(ranks);
    }
  }
}
