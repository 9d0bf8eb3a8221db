package org.winnow.transforms.write;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleCodec;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.RowLayout;
import org.winnow.schemas.format.ShardWriter;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;
import org.winnow.transforms.rank.RankKey;

/**
 * Writes rows in training order, into files of nearly equal size.
 *
 * <p>Phases come one after the other, each a split of its own where there are several. Within a
 * phase domains take turns ({@link Turns}): after every row each domain has had its share, with an
 * error below one row. The rows of a domain come epoch after epoch, and within an epoch in an order
 * drawn by hash. Training weights are scaled so that their mean is 1.
 *
 * <p>The one step that shuffles rows. Which file a row goes to, and its place there, depends on the
 * seed, the counts of domains and the row's id alone, so the files are the same bytes on every
 * runner. No file is empty; a dataset without rows has no files.
 */
public final class WriteDataset
    extends PTransform<PCollection<CorpusBatch>, PCollection<ShardFile>> {
  /** Step name on the board and in draws. */
  public static final String STEP = "write";

  /** Begins the key of a phase's bytes of text; keys of groups begin with a digit. */
  private static final String BYTES = "bytes ";

  private final long seed;
  private final OutputFormat format;
  private final RowLayout layout;
  private final ShardPlan plan;
  private final Path directory;

  /**
   * A write.
   *
   * @param seed the recipe's seed
   * @param format of the files
   * @param layout the columns of the files; every row fits its shape
   * @param plan how the rows are cut into files
   * @param directory folder for the files; holds nothing else
   */
  public WriteDataset(
      long seed, OutputFormat format, RowLayout layout, ShardPlan plan, Path directory) {
    this.seed = seed;
    this.format = format;
    this.layout = layout;
    this.plan = plan;
    this.directory = directory;
  }

  @Override
  public PCollection<ShardFile> expand(PCollection<CorpusBatch> corpus) {
    List<String> scoreColumns = layout.scoreColumns();
    PCollectionView<Map<String, Long>> size =
        corpus
            .apply("Measure batches", ParDo.of(new MeasureBatch(scoreColumns)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
            .apply("Sum measures", Sum.longsPerKey())
            .apply("View size", View.asMap());
    PCollection<TrainingOrder> planned =
        corpus
            .getPipeline()
            .apply("Start order", Create.of(0))
            .apply(
                "Plan order",
                ParDo.of(new PlanOrder(plan, "." + format.label(), size)).withSideInputs(size))
            .setCoder(TrainingOrder.CODER);
    PCollectionView<TrainingOrder> order = planned.apply("View order", View.asSingleton());
    PCollection<KV<String, long[]>> lastRanks =
        planned
            .apply("Want file ends", ParDo.of(new WantFileEnds()))
            .setCoder(ExactCuts.TARGETS_CODER);
    PCollectionView<Map<String, Cuts>> cuts =
        corpus
            .apply(
                "Draw order",
                ParDo.of(new DrawOrder(seed, scoreColumns, order)).withSideInputs(order))
            .setCoder(RankBlock.CODER)
            .apply("Find cuts", ExactCuts.ofHashes(lastRanks));
    PCollectionView<Map<String, BigDecimal>> weights =
        corpus.apply("Measure weights", new WeightScale());
    RowLayout columns = layout;
    OutputFormat output = format;
    return corpus
        .apply(
            "Place rows",
            ParDo.of(new PlaceRows(seed, scoreColumns, order, cuts, weights))
                .withSideInputs(order, cuts, weights))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), OrderedRow.LIST_CODER))
        .apply("Group by file", GroupByKey.create())
        .apply(
            "Write files",
            ParDo.of(
                    new WriteShard(
                        STEP,
                        directory,
                        file -> new SampleRows(output.open(file, columns)),
                        (file, sorted, context) ->
                            requireNonNull(context.sideInput(order).files().get(file))
                                .interleave(sorted)))
                .withSideInputs(order))
        .setCoder(ShardFileCoder.of());
  }

  private record SampleRows(ShardWriter writer) implements WriteShard.EncodedRowWriter {
    @Override
    public boolean write(byte[] content) throws IOException {
      Sample sample = SampleCodec.decode(content);
      if (!writer.hasRoomFor(sample)) {
        return false;
      }
      writer.write(sample);
      return true;
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  private static final class MeasureBatch extends DoFn<CorpusBatch, KV<String, Long>> {
    private final List<String> scoreColumns;

    MeasureBatch(List<String> scoreColumns) {
      this.scoreColumns = scoreColumns;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      Map<String, Long> sums = new TreeMap<>();
      List<OrderGroup> groups = OrderGroup.of(batch, scoreColumns);
      long[] bytes = batch.textBytes();
      for (int row = 0; row < bytes.length; row++) {
        sums.merge(groups.get(row).key(), 1L, Long::sum);
        sums.merge(BYTES + groups.get(row).phase(), bytes[row], Long::sum);
      }
      sums.forEach((key, sum) -> out.output(KV.of(key, sum)));
    }
  }

  private static final class PlanOrder extends DoFn<Integer, TrainingOrder> {
    private final ShardPlan plan;
    private final String suffix;
    private final PCollectionView<Map<String, Long>> size;

    PlanOrder(ShardPlan plan, String suffix, PCollectionView<Map<String, Long>> size) {
      this.plan = plan;
      this.suffix = suffix;
      this.size = size;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Map<OrderGroup, Long> rows = new HashMap<>();
      Map<Integer, Long> bytes = new HashMap<>();
      context
          .sideInput(size)
          .forEach(
              (key, sum) -> {
                if (key.startsWith(BYTES)) {
                  bytes.put(Integer.valueOf(key.substring(BYTES.length())), sum);
                } else {
                  rows.put(OrderGroup.ofKey(key), sum);
                }
              });
      context.output(TrainingOrder.of(rows, bytes, plan, suffix));
    }
  }

  private static final class WantFileEnds extends DoFn<TrainingOrder, KV<String, long[]>> {
    @ProcessElement
    public void process(@Element TrainingOrder order, OutputReceiver<KV<String, long[]>> out) {
      order
          .spans()
          .forEach(
              (group, span) -> {
                if (span.names().size() > 1) {
                  out.output(KV.of(group, span.lastRanks()));
                }
              });
    }
  }

  /** Takes the keys of groups that go into more than one file. */
  private static final class DrawOrder extends DoFn<CorpusBatch, RankBlock> {
    private final long seed;
    private final List<String> scoreColumns;
    private final PCollectionView<TrainingOrder> order;

    DrawOrder(long seed, List<String> scoreColumns, PCollectionView<TrainingOrder> order) {
      this.seed = seed;
      this.scoreColumns = scoreColumns;
      this.order = order;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      TrainingOrder planned = context.sideInput(order);
      List<RankBlocks.Draw> draws = new ArrayList<>();
      List<OrderGroup> groups = OrderGroup.of(batch, scoreColumns);
      for (int row = 0; row < groups.size(); row++) {
        if (planned.span(groups.get(row)).names().size() > 1) {
          draws.add(draw(row, groups.get(row)));
        }
      }
      if (!draws.isEmpty()) {
        context.output(RankBlocks.byChance(batch, seed, STEP, draws));
      }
    }
  }

  private static RankBlocks.Draw draw(int row, OrderGroup group) {
    return new RankBlocks.Draw(row, group.key(), "order");
  }

  private static final class PlaceRows extends DoFn<CorpusBatch, KV<String, List<OrderedRow>>> {
    private final long seed;
    private final List<String> scoreColumns;
    private final PCollectionView<TrainingOrder> order;
    private final PCollectionView<Map<String, Cuts>> cuts;
    private final PCollectionView<Map<String, BigDecimal>> weights;

    PlaceRows(
        long seed,
        List<String> scoreColumns,
        PCollectionView<TrainingOrder> order,
        PCollectionView<Map<String, Cuts>> cuts,
        PCollectionView<Map<String, BigDecimal>> weights) {
      this.seed = seed;
      this.scoreColumns = scoreColumns;
      this.order = order;
      this.cuts = cuts;
      this.weights = weights;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      TrainingOrder planned = context.sideInput(order);
      Map<String, Cuts> ends = context.sideInput(cuts);
      List<OrderGroup> groups = OrderGroup.of(batch, scoreColumns);
      List<RankBlocks.Draw> draws = new ArrayList<>();
      for (int row = 0; row < groups.size(); row++) {
        draws.add(draw(row, groups.get(row)));
      }
      RankBlock keys = RankBlocks.byChance(batch, seed, STEP, draws);
      List<Sample> samples = batch.samples();
      double scale = WeightScale.of(context.sideInput(weights));
      Map<String, List<OrderedRow>> byFile = new TreeMap<>();
      for (int row = 0; row < groups.size(); row++) {
        OrderGroup group = groups.get(row);
        TrainingOrder.Span span = planned.span(group);
        RankKey key = keys.key(row);
        int file =
            span.names().size() == 1 ? 0 : requireNonNull(ends.get(group.key())).firstWithin(key);
        long first = FileStart.place(span.domain(), group.epoch());
        byFile
            .computeIfAbsent(span.names().get(file), name -> new ArrayList<>())
            .add(
                new OrderedRow(
                    new RankKey(first, key.high(), key.tie()),
                    SampleCodec.encode(scaled(samples.get(row), scale))));
      }
      byFile.forEach(
          (file, rows) -> OrderedRow.cut(rows).forEach(some -> context.output(KV.of(file, some))));
    }
  }

  private static Sample scaled(Sample sample, double scale) {
    return scale == 1 ? sample : sample.withWeight(sample.weight() * scale);
  }
}
