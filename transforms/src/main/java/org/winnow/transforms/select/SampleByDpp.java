package org.winnow.transforms.select;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Seeds;
import org.winnow.transforms.Amount;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.features.AddLeverage;
import org.winnow.transforms.features.AddLeverage.Length;
import org.winnow.transforms.features.FeatureColumns;
import org.winnow.transforms.features.FeatureRows;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;

/**
 * Draws exactly as many rows as asked for so that together they point in different directions, see
 * {@link DppRounds}.
 *
 * <p>First a coreset is drawn by {@link AddLeverage#LEVERAGE}, which the rows must have; its rows
 * are weighed by the root of their importance weights, so that it stands for the whole corpus. The
 * coreset's features are shuffled, text is not; one worker holds them, in three arrays of rows x
 * features doubles. Rows carry no importance weights.
 */
public final class SampleByDpp extends PTransform<PCollection<CorpusBatch>, StepResult> {
  private final String step;
  private final long seed;
  private final List<String> features;
  private final Length length;
  private final Amount keep;
  private final long coresetRows;
  private final FeatureColumns after;

  /**
   * A draw.
   *
   * @param step name of the step in rejections and draws
   * @param seed the recipe's seed
   * @param features the score columns that leverage was computed of, at least one
   * @param length as for leverage
   * @param keep how many rows of those with leverage are drawn
   * @param coresetRows rows of the coreset at most; the run fails if more are to be drawn
   * @param after whether the rows keep their features
   */
  public SampleByDpp(
      String step,
      long seed,
      List<String> features,
      Length length,
      Amount keep,
      long coresetRows,
      FeatureColumns after) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("dpp needs at least one feature");
    }
    this.step = step;
    this.seed = seed;
    this.features = List.copyOf(features);
    this.length = length;
    this.keep = keep;
    this.coresetRows = coresetRows;
    this.after = after;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    StepResult coreset =
        corpus.apply(
            "Draw coreset",
            new SampleBySize(
                step,
                seed,
                AddLeverage.LEVERAGE,
                new Amount.Rows(coresetRows),
                SampleBySize.Weights.COLUMN));
    PCollectionView<Map<String, Long>> available =
        corpus
            .apply("Count candidates", ParDo.of(new CountCandidates()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
            .apply("Sum candidates", Sum.longsPerKey())
            .apply("View candidates", View.asMap());
    PCollectionView<Map<String, Iterable<RowNumbers>>> drawn =
        coreset
            .kept()
            .apply("Take features", ParDo.of(new TakeFeatures(this)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), FeatureBlock.CODER))
            .apply("Bring coreset together", GroupByKey.create())
            .apply("Draw rows", ParDo.of(new Draw(this, available)).withSideInputs(available))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), RowNumbers.CODER))
            .apply("View rows drawn", View.asMultimap());
    PCollectionTuple split =
        coreset
            .kept()
            .apply(
                "Split by draw",
                ParDo.of(new Split(this, drawn))
                    .withSideInputs(drawn)
                    .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        split.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        PCollectionList.of(coreset.rejected())
            .and(split.get(StepResult.REJECTED).setCoder(RejectionCoder.of()))
            .apply("Bring rejections together", Flatten.pCollections())
            .setCoder(RejectionCoder.of()));
  }

  private static final class CountCandidates extends DoFn<CorpusBatch, KV<String, Long>> {
    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      long rows = 0;
      for (double value : batch.scores(AddLeverage.LEVERAGE)) {
        rows += Double.isNaN(value) ? 0 : 1;
      }
      out.output(KV.of(Scope.WHOLE_CORPUS, rows));
    }
  }

  private static final class TakeFeatures extends DoFn<CorpusBatch, KV<String, FeatureBlock>> {
    private final SampleByDpp draw;

    TakeFeatures(SampleByDpp draw) {
      this.draw = draw;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, FeatureBlock>> out) {
      // Rows with leverage have every feature.
      List<Optional<double[]>> vectors = FeatureRows.of(batch, draw.features);
      double[] weights = batch.scores(SampleBySize.WEIGHT);
      RankBlock order = RankBlocks.byChance(batch, draw.seed, draw.step + " dpp", Scope.CORPUS);
      List<String> ids = batch.ids();
      FeatureBlock block = new FeatureBlock(BatchKey.of(batch), new ArrayList<>());
      for (int row = 0; row < weights.length; row++) {
        double[] vector = vectors.get(row).orElseThrow();
        double[] compared = draw.length == Length.UNIT ? FeatureRows.unit(vector) : vector;
        float[] weighed = new float[compared.length];
        for (int i = 0; i < weighed.length; i++) {
          weighed[i] = (float) (compared[i] * Math.sqrt(weights[row]));
        }
        block.rows().add(new FeatureBlock.Row(row, order.key(row), ids.get(row), weighed));
      }
      out.output(KV.of(Scope.WHOLE_CORPUS, block));
    }
  }

  private static final class Draw
      extends DoFn<KV<String, Iterable<FeatureBlock>>, KV<String, RowNumbers>> {
    private final SampleByDpp draw;
    private final PCollectionView<Map<String, Long>> available;

    Draw(SampleByDpp draw, PCollectionView<Map<String, Long>> available) {
      this.draw = draw;
      this.available = available;
    }

    private record Placed(String batch, FeatureBlock.Row row) {}

    @ProcessElement
    public void process(ProcessContext context) {
      List<Placed> rows = new ArrayList<>();
      for (FeatureBlock block : context.element().getValue()) {
        block.rows().forEach(row -> rows.add(new Placed(block.batch(), row)));
      }
      rows.sort(Comparator.comparing(placed -> placed.row.key()));
      long all = context.sideInput(available).getOrDefault(Scope.WHOLE_CORPUS, 0L);
      long wanted = Math.min(all, draw.keep.of(all));
      if (wanted > rows.size()) {
        throw new IllegalStateException(
            draw.step
                + ": "
                + wanted
                + " rows are to be drawn from a coreset of "
                + rows.size()
                + "; give a larger coreset, or keep fewer rows");
      }
      double[][] vectors =
          rows.stream().map(placed -> doubles(placed.row.vector())).toArray(double[][]::new);
      boolean[] drawn = DppRounds.draw(vectors, (int) wanted, new Uniforms(draw));
      Map<String, RowNumbers> byBatch = new TreeMap<>();
      for (int i = 0; i < drawn.length; i++) {
        if (drawn[i]) {
          Placed placed = rows.get(i);
          byBatch
              .computeIfAbsent(placed.batch, batch -> RowNumbers.empty())
              .add(placed.row.position(), 1);
        }
      }
      byBatch.forEach((batch, numbers) -> context.output(KV.of(batch, numbers)));
    }

    private static double[] doubles(float[] vector) {
      double[] doubles = new double[vector.length];
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = vector[i];
      }
      return doubles;
    }
  }

  /** Numbers in [0, 1), each a hash of seed, step and its place in the sequence. */
  private static final class Uniforms implements DoubleSupplier {
    private final SampleByDpp draw;
    private long turn;

    Uniforms(SampleByDpp draw) {
      this.draw = draw;
    }

    @Override
    public double getAsDouble() {
      return (Seeds.bits(draw.seed, draw.step, "", "dpp " + turn++) >>> 11) * 0x1p-53;
    }
  }

  private static final class Split extends DoFn<CorpusBatch, CorpusBatch> {
    private final SampleByDpp draw;
    private final PCollectionView<Map<String, Iterable<RowNumbers>>> drawn;

    Split(SampleByDpp draw, PCollectionView<Map<String, Iterable<RowNumbers>>> drawn) {
      this.draw = draw;
      this.drawn = drawn;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      BitSet keep = new BitSet(batch.rows());
      context
          .sideInput(drawn)
          .getOrDefault(BatchKey.of(batch), List.of())
          .forEach(part -> part.positions().forEach(keep::set));
      if (!keep.isEmpty()) {
        CorpusBatch kept = batch.filter(keep).withoutScores(List.of(SampleBySize.WEIGHT));
        context.output(draw.after.of(kept, draw.features));
      }
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      List<Origin> origins = batch.origins();
      double[] leverage = batch.scores(AddLeverage.LEVERAGE);
      for (int row = keep.nextClearBit(0); row < batch.rows(); row = keep.nextClearBit(row + 1)) {
        context.output(
            StepResult.REJECTED,
            Rejection.dropped(
                ids.get(row),
                domains.get(row),
                origins.get(row),
                draw.step,
                SampleBySize.NOT_SAMPLED,
                AddLeverage.LEVERAGE
                    + " is "
                    + leverage[row]
                    + ", in the coreset and not drawn from it"));
      }
    }
  }
}
