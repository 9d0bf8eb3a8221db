package org.winnow.transforms.select;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.CountRows;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;

/**
 * Values beyond two quantiles of their column and group count as the quantile, so that a single
 * outlier does not set the scale of all others. Quantiles are exact: the lowest value that at least
 * so many percent of all values do not exceed.
 *
 * @param lowPercent from 0, below {@code highPercent}; 0 is none
 * @param highPercent up to 100; 100 is none
 */
public record Winsorizing(BigDecimal lowPercent, BigDecimal highPercent) implements Serializable {
  /** Leaves every value as it is. */
  public static final Winsorizing NONE = new Winsorizing(BigDecimal.ZERO, BigDecimal.valueOf(100));

  public Winsorizing {
    if (lowPercent.signum() < 0
        || lowPercent.compareTo(highPercent) >= 0
        || highPercent.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new IllegalArgumentException(
          "expected 0 <= low < high <= 100 percent, got " + lowPercent + " and " + highPercent);
    }
  }

  /** The ranks, from 1, of both quantiles among {@code rows} values. */
  long[] ranks(long rows) {
    return new long[] {rank(lowPercent, rows), rank(highPercent, rows)};
  }

  private static long rank(BigDecimal percent, long rows) {
    long rank =
        percent
            .multiply(BigDecimal.valueOf(rows))
            .movePointLeft(2)
            .setScale(0, RoundingMode.CEILING)
            .longValueExact();
    return Math.max(1, rank);
  }

  /** Both quantiles of every criterion and group, over the rows that have all scores. */
  PCollectionView<Map<String, Cuts>> quantiles(
      PCollection<CorpusBatch> corpus, List<Criterion> criteria, Grouping grouping) {
    PCollection<RankBlock> blocks =
        corpus
            .apply("Take values", ParDo.of(new TakeValues(criteria, grouping)))
            .setCoder(RankBlock.CODER);
    PCollection<KV<String, long[]>> ranks =
        blocks
            .apply("Count values", new CountRows.InGroups())
            .apply("Want quantiles", ParDo.of(new WantQuantiles(this)))
            .setCoder(ExactCuts.TARGETS_CODER);
    return blocks.apply("Find quantiles", ExactCuts.ofNumbers(ranks));
  }

  /**
   * Brings the values of a row into the range of its group.
   *
   * @param values double[criteria]
   */
  static double[] clipped(double[] values, String group, Map<String, Cuts> quantiles) {
    double[] clipped = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      Cuts range = requireNonNull(quantiles.get(name(i, group)));
      double low = RankBlock.fromAscending(range.cuts().get(0).last().high());
      double high = RankBlock.fromAscending(range.cuts().get(1).last().high());
      clipped[i] = Math.min(Math.max(values[i], low), high);
    }
    return clipped;
  }

  private static String name(int criterion, String group) {
    return criterion + " " + group;
  }

  /** The groups of one criterion. */
  private record OfCriterion(int criterion, Grouping grouping) implements Grouping {
    @Override
    public List<String> groups(CorpusBatch batch) {
      return grouping.groups(batch).stream().map(group -> name(criterion, group)).toList();
    }
  }

  private static final class TakeValues extends DoFn<CorpusBatch, RankBlock> {
    private final List<Criterion> criteria;
    private final Grouping grouping;

    TakeValues(List<Criterion> criteria, Grouping grouping) {
      this.criteria = criteria;
      this.grouping = grouping;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<RankBlock> out) {
      double[][] rows = ScoreRows.of(batch, criteria);
      BitSet complete = new BitSet(rows.length);
      List<double[]> values = new ArrayList<>();
      for (int row = 0; row < rows.length; row++) {
        if (ScoreRows.isComplete(rows[row])) {
          complete.set(row);
          values.add(rows[row]);
        }
      }
      if (complete.isEmpty()) {
        return;
      }
      CorpusBatch whole = batch.filter(complete);
      for (int i = 0; i < criteria.size(); i++) {
        int at = i;
        long[] bits = values.stream().mapToLong(row -> RankBlock.ascending(row[at])).toArray();
        // Ties have one value, so it does not matter which of them the hash puts first.
        out.output(RankBlocks.byNumber(whole, bits, 0, "winsorize", new OfCriterion(i, grouping)));
      }
    }
  }

  private static final class WantQuantiles extends DoFn<KV<String, Long>, KV<String, long[]>> {
    private final Winsorizing winsorizing;

    WantQuantiles(Winsorizing winsorizing) {
      this.winsorizing = winsorizing;
    }

    @ProcessElement
    public void process(@Element KV<String, Long> rows, OutputReceiver<KV<String, long[]>> out) {
      out.output(KV.of(rows.getKey(), winsorizing.ranks(rows.getValue())));
    }
  }
}
