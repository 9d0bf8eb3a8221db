package org.winnow.transforms.select;

import static java.util.Objects.requireNonNull;

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
import org.winnow.transforms.Scope;

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
  private final Scope scope;

  /**
   * A ranking.
   *
   * @param criteria at least one
   * @param scope within which rows they are compared
   */
  public RankByTopsis(List<Criterion> criteria, Scope scope) {
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("topsis needs at least one criterion");
    }
    this.criteria = List.copyOf(criteria);
    this.scope = scope;
  }

  @Override
  public PCollection<CorpusBatch> expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, CriteriaStatistics>> statistics =
        corpus
            .apply("Measure criteria", ParDo.of(new Measure(criteria, scope)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), CriteriaStatistics.CODER))
            .apply("Merge measures", Combine.perKey(CriteriaStatistics::merge))
            .apply("View measures", View.asMap());
    return corpus
        .apply(
            "Add closeness",
            ParDo.of(new AddCloseness(criteria, scope, statistics)).withSideInputs(statistics))
        .setCoder(CorpusBatchCoder.of());
  }

  private static final class Measure extends DoFn<CorpusBatch, KV<String, CriteriaStatistics>> {
    private final List<Criterion> criteria;
    private final Scope scope;

    Measure(List<Criterion> criteria, Scope scope) {
      this.criteria = criteria;
      this.scope = scope;
    }

    @ProcessElement
    public void process(
        @Element CorpusBatch batch, OutputReceiver<KV<String, CriteriaStatistics>> out) {
      Map<String, CriteriaStatistics> byGroup = new TreeMap<>();
      double[][] rows = ScoreRows.of(batch, criteria);
      List<String> domains = batch.domains();
      for (int row = 0; row < rows.length; row++) {
        if (ScoreRows.isComplete(rows[row])) {
          byGroup
              .computeIfAbsent(
                  scope.group(domains.get(row)), g -> CriteriaStatistics.empty(criteria.size()))
              .add(rows[row]);
        }
      }
      byGroup.forEach((group, statistics) -> out.output(KV.of(group, statistics)));
    }
  }

  private static final class AddCloseness extends DoFn<CorpusBatch, CorpusBatch> {
    private final List<Criterion> criteria;
    private final Scope scope;
    private final PCollectionView<Map<String, CriteriaStatistics>> statistics;

    AddCloseness(
        List<Criterion> criteria,
        Scope scope,
        PCollectionView<Map<String, CriteriaStatistics>> statistics) {
      this.criteria = criteria;
      this.scope = scope;
      this.statistics = statistics;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, CriteriaStatistics> measured = context.sideInput(statistics);
      Map<String, Topsis> byGroup = new HashMap<>();
      double[][] rows = ScoreRows.of(batch, criteria);
      List<String> domains = batch.domains();
      double[] closeness = new double[rows.length];
      Arrays.fill(closeness, Double.NaN);
      for (int row = 0; row < rows.length; row++) {
        if (ScoreRows.isComplete(rows[row])) {
          Topsis topsis =
              byGroup.computeIfAbsent(
                  scope.group(domains.get(row)),
                  g -> new Topsis(criteria, requireNonNull(measured.get(g))));
          closeness[row] = topsis.closeness(rows[row]);
        }
      }
      context.output(batch.withScores(List.of(CLOSENESS), new double[][] {closeness}));
    }
  }
}
