package org.winnow.transforms.select;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.rank.Cuts;

/**
 * Adds the column {@value #CLOSENESS}: how close each row is to the best of all criteria.
 *
 * <p>Two passes over numbers: statistics of each group, then the closeness of each row. A row
 * without one of the scores takes no part and gets no closeness.
 */
public final class RankByTopsis
    extends PTransform<PCollection<CorpusBatch>, PCollection<CorpusBatch>> {
  /** Name of the column that is added; in [0, 1], higher is better. */
  public static final String CLOSENESS = "topsis.closeness";

  private final List<Criterion> criteria;
  private final Winsorizing winsorizing;
  private final Grouping grouping;

  /**
   * A ranking.
   *
   * @param criteria at least one
   * @param winsorizing of each criterion within its group, before anything is measured
   * @param grouping within which rows they are compared
   */
  public RankByTopsis(List<Criterion> criteria, Winsorizing winsorizing, Grouping grouping) {
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("topsis needs at least one criterion");
    }
    this.criteria = List.copyOf(criteria);
    this.winsorizing = winsorizing;
    this.grouping = grouping;
  }

  @Override
  public PCollection<CorpusBatch> expand(PCollection<CorpusBatch> corpus) {
    List<PCollectionView<Map<String, Cuts>>> quantiles =
        winsorizing.equals(Winsorizing.NONE)
            ? List.of()
            : List.of(winsorizing.quantiles(corpus, criteria, grouping));
    Rows rows = new Rows(criteria, grouping, quantiles);
    PCollectionView<Map<String, CriteriaStatistics>> statistics =
        corpus
            .apply("Measure criteria", ParDo.of(new Measure(rows)).withSideInputs(quantiles))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), CriteriaStatistics.CODER))
            .apply("Merge measures", Combine.perKey(CriteriaStatistics::merge))
            .apply("View measures", View.asMap());
    return corpus
        .apply(
            "Add closeness",
            ParDo.of(new AddCloseness(rows, statistics))
                .withSideInputs(quantiles)
                .withSideInputs(statistics))
        .setCoder(CorpusBatchCoder.of());
  }

  /**
   * Reads the criteria of a batch.
   *
   * @param quantiles to which values are clipped; none, or one view
   */
  private record Rows(
      List<Criterion> criteria,
      Grouping grouping,
      List<PCollectionView<Map<String, Cuts>>> quantiles)
      implements Serializable {
    /** double[row][criterion], clipped; NaN where a score is absent. */
    double[][] of(CorpusBatch batch, List<String> groups, DoFn<CorpusBatch, ?>.ProcessContext in) {
      double[][] rows = ScoreRows.of(batch, criteria);
      for (PCollectionView<Map<String, Cuts>> view : quantiles) {
        Map<String, Cuts> found = in.sideInput(view);
        for (int row = 0; row < rows.length; row++) {
          if (ScoreRows.isComplete(rows[row])) {
            rows[row] = Winsorizing.clipped(rows[row], groups.get(row), found);
          }
        }
      }
      return rows;
    }
  }

  private static final class Measure extends DoFn<CorpusBatch, KV<String, CriteriaStatistics>> {
    private final Rows reader;

    Measure(Rows reader) {
      this.reader = reader;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, CriteriaStatistics> byGroup = new TreeMap<>();
      List<String> groups = reader.grouping.groups(batch);
      double[][] rows = reader.of(batch, groups, context);
      for (int row = 0; row < rows.length; row++) {
        if (ScoreRows.isComplete(rows[row])) {
          byGroup
              .computeIfAbsent(
                  groups.get(row), g -> CriteriaStatistics.empty(reader.criteria.size()))
              .add(rows[row]);
        }
      }
      byGroup.forEach((group, statistics) -> context.output(KV.of(group, statistics)));
    }
  }

  private static final class AddCloseness extends DoFn<CorpusBatch, CorpusBatch> {
    private final Rows reader;
    private final PCollectionView<Map<String, CriteriaStatistics>> statistics;

    AddCloseness(Rows reader, PCollectionView<Map<String, CriteriaStatistics>> statistics) {
      this.reader = reader;
      this.statistics = statistics;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, CriteriaStatistics> measured = context.sideInput(statistics);
      Map<String, Topsis> byGroup = new HashMap<>();
      List<String> groups = reader.grouping.groups(batch);
      double[][] rows = reader.of(batch, groups, context);
      double[] closeness = new double[rows.length];
      Arrays.fill(closeness, Double.NaN);
      for (int row = 0; row < rows.length; row++) {
        if (ScoreRows.isComplete(rows[row])) {
          Topsis topsis =
              byGroup.computeIfAbsent(
                  groups.get(row),
                  g -> new Topsis(reader.criteria, requireNonNull(measured.get(g))));
          closeness[row] = topsis.closeness(rows[row]);
        }
      }
      context.output(batch.withScores(List.of(CLOSENESS), new double[][] {closeness}));
    }
  }
}
