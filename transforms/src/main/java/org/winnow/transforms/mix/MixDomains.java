package org.winnow.transforms.mix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;

/**
 * Rebalances domains in exact numbers, in one phase or in several.
 *
 * <p>Each domain is an endless stream of epochs, each epoch all its rows in an order drawn by a
 * hash of seed, id and epoch; phase after phase takes its quota from the stream. Each use of a row
 * becomes a row, with the phase and the epoch, both from 1, in the columns {@value #PHASE} and
 * {@value #EPOCH}. The uses of a row stand next to each other in the batch; {@code WriteDataset}
 * brings rows into training order. A row that is not used at all is rejected as {@value
 * #OVER_QUOTA}.
 *
 * <p>Shuffles one key for each row of an epoch in which a phase ends, no text.
 */
public final class MixDomains extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** Reason of rows that their domain's quota has no room for. */
  public static final String OVER_QUOTA = "over_quota";

  /** The score column of the phase that a row is for, from 1. */
  public static final String PHASE = "mix.phase";

  /** The score column of the epoch of its domain that a row belongs to, from 1. */
  public static final String EPOCH = "mix.epoch";

  private final String step;
  private final long seed;
  private final MixRule rule;
  private final MixUnit unit;

  /**
   * A mixture.
   *
   * @param step name of the step in rejections and draws
   * @param seed the recipe's seed
   * @param rule what each phase takes of the domains
   * @param unit of sizes and quotas
   */
  public MixDomains(String step, long seed, MixRule rule, MixUnit unit) {
    this.step = step;
    this.seed = seed;
    this.rule = rule;
    this.unit = unit;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, Long>> sizes = corpus.apply("Measure", new MeasureDomains(unit));
    PCollection<RankBlock> blocks =
        corpus
            .apply("Take keys", ParDo.of(new TakeKeys(this, sizes)).withSideInputs(sizes))
            .setCoder(RankBlock.CODER);
    PCollection<KV<String, long[]>> ends =
        corpus
            .getPipeline()
            .apply("Start quotas", Create.of(0))
            .apply("Want ends", ParDo.of(new WantEnds(rule, sizes)).withSideInputs(sizes))
            .setCoder(ExactCuts.TARGETS_CODER);
    PCollectionView<Map<String, Cuts>> cuts = blocks.apply("Find cut", ExactCuts.ofHashes(ends));
    PCollectionTuple mixed =
        corpus.apply(
            "Repeat rows",
            ParDo.of(new RepeatRows(this, sizes, cuts))
                .withSideInputs(sizes, cuts)
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        mixed.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        mixed.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  /** One draw for each row and epoch in which a phase of its domain ends, row after row. */
  private static List<RankBlocks.Draw> draws(CorpusBatch batch, Map<String, DomainStream> streams) {
    List<RankBlocks.Draw> draws = new ArrayList<>();
    List<String> domains = batch.domains();
    for (int row = 0; row < domains.size(); row++) {
      String domain = domains.get(row);
      @Nullable DomainStream stream = streams.get(domain);
      for (int epoch = 0; stream != null && epoch < stream.epochs(); epoch++) {
        if (stream.isCut(epoch)) {
          draws.add(new RankBlocks.Draw(row, group(domain, epoch), "epoch " + epoch));
        }
      }
    }
    return draws;
  }

  private static String group(String domain, int epoch) {
    return epoch + " " + domain;
  }

  private static final class TakeKeys extends DoFn<CorpusBatch, RankBlock> {
    private final MixDomains mix;
    private final PCollectionView<Map<String, Long>> sizes;

    TakeKeys(MixDomains mix, PCollectionView<Map<String, Long>> sizes) {
      this.mix = mix;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      List<RankBlocks.Draw> draws =
          draws(batch, DomainStream.of(mix.rule.of(context.sideInput(sizes))));
      if (!draws.isEmpty()) {
        long[] measures = mix.unit.measure(batch);
        context.output(
            RankBlocks.byChance(batch, mix.seed, mix.step, draws)
                .withWeights(draws.stream().mapToLong(draw -> measures[draw.row()]).toArray()));
      }
    }
  }

  private static final class WantEnds extends DoFn<Integer, KV<String, long[]>> {
    private final MixRule rule;
    private final PCollectionView<Map<String, Long>> sizes;

    WantEnds(MixRule rule, PCollectionView<Map<String, Long>> sizes) {
      this.rule = rule;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      DomainStream.of(rule.of(context.sideInput(sizes)))
          .forEach(
              (domain, stream) -> {
                for (int epoch = 0; epoch < stream.epochs(); epoch++) {
                  if (stream.isCut(epoch)) {
                    context.output(KV.of(group(domain, epoch), stream.ranks(epoch)));
                  }
                }
              });
    }
  }

  private static final class RepeatRows extends DoFn<CorpusBatch, CorpusBatch> {
    private final MixDomains mix;
    private final PCollectionView<Map<String, Long>> sizes;
    private final PCollectionView<Map<String, Cuts>> cuts;

    RepeatRows(
        MixDomains mix,
        PCollectionView<Map<String, Long>> sizes,
        PCollectionView<Map<String, Cuts>> cuts) {
      this.mix = mix;
      this.sizes = sizes;
      this.cuts = cuts;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Mixture mixture = mix.rule.of(context.sideInput(sizes));
      Map<String, DomainStream> streams = DomainStream.of(mixture);
      Map<String, Cuts> found = context.sideInput(cuts);
      RankBlock keys = RankBlocks.byChance(batch, mix.seed, mix.step, draws(batch, streams));
      List<String> domains = batch.domains();
      int[] copies = new int[batch.rows()];
      List<Double> phases = new ArrayList<>();
      List<Double> epochs = new ArrayList<>();
      int draw = 0;
      for (int row = 0; row < copies.length; row++) {
        @Nullable DomainStream stream = streams.get(domains.get(row));
        for (int epoch = 0; stream != null && epoch < stream.epochs(); epoch++) {
          int phase = stream.isCut(epoch) ? phase(found, keys, draw++) : stream.firstPhase(epoch);
          if (phase < mixture.phases().size()) {
            copies[row]++;
            phases.add(phase + 1.0);
            epochs.add(epoch + 1.0);
          }
        }
      }
      Optional<CorpusBatch> repeated = batch.repeat(copies);
      repeated.ifPresent(
          rows ->
              context.output(
                  rows.withScores(
                      List.of(PHASE, EPOCH), new double[][] {array(phases), array(epochs)})));
      reject(context, batch, copies, mixture);
    }

    /** The phase that a row is drawn for, counted from 0; beyond the last if for none. */
    private static int phase(Map<String, Cuts> found, RankBlock keys, int draw) {
      @Nullable Cuts ends = found.get(keys.group(draw));
      return ends == null ? Integer.MAX_VALUE : ends.firstWithin(keys.key(draw));
    }

    private void reject(ProcessContext context, CorpusBatch batch, int[] copies, Mixture mixture) {
      if (Arrays.stream(copies).allMatch(count -> count > 0)) {
        return;
      }
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
                  mix.step,
                  OVER_QUOTA,
                  "domain has a quota of "
                      + mixture.quota(domain)
                      + " of its "
                      + mixture.sizes().getOrDefault(domain, 0L)
                      + " "
                      + mix.unit.label()));
        }
      }
    }
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
