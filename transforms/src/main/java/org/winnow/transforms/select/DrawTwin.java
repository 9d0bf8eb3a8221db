package org.winnow.transforms.select;

import java.util.Map;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.CountRows;
import org.winnow.transforms.Scope;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;

/**
 * Draws, by hash, exactly as many rows as another corpus has: the twin that a selection is compared
 * with. Of n rows, q are drawn as floor(q / n) copies of every row and q mod n rows once more, so
 * none is repeated where there are enough. Only hashes and counts are shuffled.
 */
public final class DrawTwin extends PTransform<PCollection<CorpusBatch>, PCollection<CorpusBatch>> {
  private final String draw;
  private final long seed;
  private final transient PCollection<CorpusBatch> model;

  /**
   * A draw.
   *
   * @param step name of the step whose incoming rows are drawn from
   * @param seed the recipe's seed
   * @param model the corpus whose number of rows is drawn
   */
  public DrawTwin(String step, long seed, PCollection<CorpusBatch> model) {
    this.draw = step + " baseline";
    this.seed = seed;
    this.model = model;
  }

  @Override
  public PCollection<CorpusBatch> expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, Long>> wanted =
        model
            .apply("Count rows to match", new CountRows.InDomains())
            .apply("View wanted", View.asMap());
    PCollectionView<Map<String, Long>> available =
        corpus.apply("Count rows", new CountRows.InDomains()).apply("View available", View.asMap());
    PCollection<RankBlock> blocks =
        corpus.apply("Take keys", ParDo.of(new TakeKeys(draw, seed))).setCoder(RankBlock.CODER);
    PCollection<KV<String, long[]>> rest =
        corpus
            .getPipeline()
            .apply("Start draw", Create.of(0))
            .apply(
                "Want rest",
                ParDo.of(new WantRest(wanted, available)).withSideInputs(wanted, available))
            .setCoder(ExactCuts.TARGETS_CODER);
    PCollectionView<Map<String, Cuts>> cuts = blocks.apply("Find cut", ExactCuts.ofHashes(rest));
    return corpus
        .apply(
            "Draw rows",
            ParDo.of(new DrawRows(draw, seed, wanted, available, cuts))
                .withSideInputs(wanted, available, cuts))
        .setCoder(CorpusBatchCoder.of());
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static final class TakeKeys extends DoFn<CorpusBatch, RankBlock> {
    private final String draw;
    private final long seed;

    TakeKeys(String draw, long seed) {
      this.draw = draw;
      this.seed = seed;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<RankBlock> out) {
      out.output(RankBlocks.byChance(batch, seed, draw, Scope.CORPUS));
    }
  }

  private static final class WantRest extends DoFn<Integer, KV<String, long[]>> {
    private final PCollectionView<Map<String, Long>> wanted;
    private final PCollectionView<Map<String, Long>> available;

    WantRest(
        PCollectionView<Map<String, Long>> wanted, PCollectionView<Map<String, Long>> available) {
      this.wanted = wanted;
      this.available = available;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long rows = Math.max(1, sum(context.sideInput(available)));
      long rest = sum(context.sideInput(wanted)) % rows;
      context.output(KV.of(Scope.WHOLE_CORPUS, new long[] {rest}));
    }
  }

  private static final class DrawRows extends DoFn<CorpusBatch, CorpusBatch> {
    private final String draw;
    private final long seed;
    private final PCollectionView<Map<String, Long>> wanted;
    private final PCollectionView<Map<String, Long>> available;
    private final PCollectionView<Map<String, Cuts>> cuts;

    DrawRows(
        String draw,
        long seed,
        PCollectionView<Map<String, Long>> wanted,
        PCollectionView<Map<String, Long>> available,
        PCollectionView<Map<String, Cuts>> cuts) {
      this.draw = draw;
      this.seed = seed;
      this.wanted = wanted;
      this.available = available;
      this.cuts = cuts;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      long everyRow = sum(context.sideInput(wanted)) / sum(context.sideInput(available));
      @Nullable Cuts cut = context.sideInput(cuts).get(Scope.WHOLE_CORPUS);
      RankBlock keys = RankBlocks.byChance(batch, seed, draw, Scope.CORPUS);
      int[] copies = new int[batch.rows()];
      for (int row = 0; row < copies.length; row++) {
        boolean once = cut != null && cut.isWithin(0, keys.key(row));
        copies[row] = Math.toIntExact(everyRow + (once ? 1 : 0));
      }
      batch.repeat(copies).ifPresent(context::output);
    }
  }
}
