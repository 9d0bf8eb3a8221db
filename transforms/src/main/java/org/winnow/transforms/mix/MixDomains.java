package org.winnow.transforms.mix;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.Amount;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.CountRows;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;

/**
 * Rebalances domains by temperature sampling, in exact numbers of rows.
 *
 * <p>A domain whose quota is q rows of its n gives every row floor(q / n) times, and q mod n rows,
 * chosen by a hash of seed and id, once more. Copies of a row stand next to each other in the
 * batch; {@code WriteDataset} spreads them. A row that is not used at all is rejected as {@value
 * #OVER_QUOTA}.
 */
public final class MixDomains extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** Reason of rows that their domain's quota has no room for. */
  public static final String OVER_QUOTA = "over_quota";

  private final String step;
  private final long seed;
  private final double temperature;
  private final Amount rows;

  /**
   * A mixture.
   *
   * @param step name of the step in rejections and draws
   * @param seed the recipe's seed
   * @param temperature above 0; 1 keeps proportions, greater values even them out
   * @param rows size of the mixture, as a number or as a share of the incoming rows
   */
  public MixDomains(String step, long seed, double temperature, Amount rows) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be > 0 and finite, got " + temperature);
    }
    this.step = step;
    this.seed = seed;
    this.temperature = temperature;
    this.rows = rows;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, Long>> sizes =
        corpus.apply("Count rows", new CountRows.InDomains()).apply("View sizes", View.asMap());
    PCollection<RankBlock> blocks =
        corpus.apply("Take keys", ParDo.of(new TakeKeys(step, seed))).setCoder(RankBlock.CODER);
    PCollection<KV<String, long[]>> remainders =
        corpus
            .getPipeline()
            .apply("Start quotas", Create.of(0))
            .apply(
                "Want remainders",
                ParDo.of(new WantRemainders(temperature, rows, sizes)).withSideInputs(sizes))
            .setCoder(ExactCuts.TARGETS_CODER);
    PCollectionView<Map<String, Cuts>> cuts =
        blocks.apply("Find cut", ExactCuts.ofHashes(remainders));
    PCollectionTuple mixed =
        corpus.apply(
            "Repeat rows",
            ParDo.of(new RepeatRows(step, seed, temperature, rows, sizes, cuts))
                .withSideInputs(sizes, cuts)
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        mixed.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        mixed.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  /**
   * Rows that each domain gets.
   *
   * @param sizes rows that each domain has
   */
  public static Map<String, Long> quotas(Map<String, Long> sizes, double temperature, Amount rows) {
    long available = sizes.values().stream().mapToLong(Long::longValue).sum();
    return Quotas.byTemperature(sizes, temperature, rows.of(available));
  }

  private static final class TakeKeys extends DoFn<CorpusBatch, RankBlock> {
    private final String step;
    private final long seed;

    TakeKeys(String step, long seed) {
      this.step = step;
      this.seed = seed;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<RankBlock> out) {
      out.output(RankBlocks.byChance(batch, seed, step, Scope.DOMAIN));
    }
  }

  private static final class WantRemainders extends DoFn<Integer, KV<String, long[]>> {
    private final double temperature;
    private final Amount rows;
    private final PCollectionView<Map<String, Long>> sizes;

    WantRemainders(double temperature, Amount rows, PCollectionView<Map<String, Long>> sizes) {
      this.temperature = temperature;
      this.rows = rows;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Map<String, Long> available = new TreeMap<>(context.sideInput(sizes));
      quotas(available, temperature, rows)
          .forEach(
              (domain, quota) ->
                  context.output(
                      KV.of(domain, new long[] {quota % available.getOrDefault(domain, 1L)})));
    }
  }

  private static final class RepeatRows extends DoFn<CorpusBatch, CorpusBatch> {
    private final String step;
    private final long seed;
    private final double temperature;
    private final Amount rows;
    private final PCollectionView<Map<String, Long>> sizes;
    private final PCollectionView<Map<String, Cuts>> cuts;

    RepeatRows(
        String step,
        long seed,
        double temperature,
        Amount rows,
        PCollectionView<Map<String, Long>> sizes,
        PCollectionView<Map<String, Cuts>> cuts) {
      this.step = step;
      this.seed = seed;
      this.temperature = temperature;
      this.rows = rows;
      this.sizes = sizes;
      this.cuts = cuts;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, Long> available = new TreeMap<>(context.sideInput(sizes));
      Map<String, Long> quotas = quotas(available, temperature, rows);
      Map<String, Cuts> extra = context.sideInput(cuts);
      RankBlock keys = RankBlocks.byChance(batch, seed, step, Scope.DOMAIN);
      int[] copies = new int[batch.rows()];
      for (int row = 0; row < copies.length; row++) {
        String domain = keys.group(row);
        long epochs = quotas.getOrDefault(domain, 0L) / available.getOrDefault(domain, 1L);
        @Nullable Cuts cut = extra.get(domain);
        boolean once = cut != null && cut.isWithin(0, keys.key(row));
        copies[row] = Math.toIntExact(epochs + (once ? 1 : 0));
      }
      batch.repeat(copies).ifPresent(context::output);
      reject(context, batch, copies, quotas, available);
    }

    private void reject(
        ProcessContext context,
        CorpusBatch batch,
        int[] copies,
        Map<String, Long> quotas,
        Map<String, Long> available) {
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      List<Origin> origins = batch.origins();
      for (int row = 0; row < copies.length; row++) {
        if (copies[row] == 0) {
          String domain = domains.get(row);
          context.output(
              StepResult.REJECTED,
              Rejection.dropped(
                  ids.get(row),
                  domain,
                  origins.get(row),
                  step,
                  OVER_QUOTA,
                  "domain has a quota of "
                      + quotas.get(domain)
                      + " of its "
                      + available.get(domain)
                      + " rows"));
        }
      }
    }
  }
}
