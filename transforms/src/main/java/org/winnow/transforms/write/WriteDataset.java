package org.winnow.transforms.write;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.winnow.transforms.Scope;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;
import org.winnow.transforms.rank.RankKey;

/**
 * Writes rows into files of nearly equal size, in an order drawn by hash: the order of training.
 *
 * <p>The one step that shuffles rows. Which file a row goes to, and its place there, depends on the
 * seed and the row's id alone, so the files are the same bytes on every runner. No file is empty; a
 * dataset without rows has no files.
 */
public final class WriteDataset
    extends PTransform<PCollection<CorpusBatch>, PCollection<ShardFile>> {
  /** Step name on the board and in draws. */
  public static final String STEP = "write";

  private static final String ROWS = "rows";
  private static final String BYTES = "bytes";

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
    PCollectionView<Map<String, Long>> size =
        corpus
            .apply("Measure batches", ParDo.of(new MeasureBatch()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
            .apply("Sum measures", Sum.longsPerKey())
            .apply("View size", View.asMap());
    PCollection<RankBlock> blocks =
        corpus.apply("Draw order", ParDo.of(new DrawOrder(seed))).setCoder(RankBlock.CODER);
    PCollection<KV<String, long[]>> lastRanks =
        corpus
            .getPipeline()
            .apply("Start shards", Create.of(0))
            .apply("Plan shards", ParDo.of(new PlanShards(plan, size)).withSideInputs(size))
            .setCoder(ExactCuts.TARGETS_CODER);
    PCollectionView<Map<String, Cuts>> cuts =
        blocks.apply("Find cuts", ExactCuts.ofHashes(lastRanks));
    RowLayout columns = layout;
    OutputFormat output = format;
    return corpus
        .apply(
            "Place rows",
            ParDo.of(new PlaceRows(seed, "." + format.label(), cuts)).withSideInputs(cuts))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), OrderedRow.LIST_CODER))
        .apply("Group by file", GroupByKey.create())
        .apply(
            "Write files",
            ParDo.of(
                new WriteShard(
                    STEP, directory, file -> new SampleRows(output.open(file, columns)))))
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
    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      long bytes = 0;
      for (long text : batch.textBytes()) {
        bytes += text;
      }
      out.output(KV.of(ROWS, (long) batch.rows()));
      out.output(KV.of(BYTES, bytes));
    }
  }

  private static final class DrawOrder extends DoFn<CorpusBatch, RankBlock> {
    private final long seed;

    DrawOrder(long seed) {
      this.seed = seed;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<RankBlock> out) {
      out.output(RankBlocks.byChance(batch, seed, STEP, Scope.CORPUS));
    }
  }

  private static final class PlanShards extends DoFn<Integer, KV<String, long[]>> {
    private final ShardPlan plan;
    private final PCollectionView<Map<String, Long>> size;

    PlanShards(ShardPlan plan, PCollectionView<Map<String, Long>> size) {
      this.plan = plan;
      this.size = size;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Map<String, Long> measured = context.sideInput(size);
      long rows = measured.getOrDefault(ROWS, 0L);
      int shards = plan.shards(rows, measured.getOrDefault(BYTES, 0L));
      context.output(KV.of(Scope.WHOLE_CORPUS, ShardPlan.lastRanks(rows, shards)));
    }
  }

  private static final class PlaceRows extends DoFn<CorpusBatch, KV<String, List<OrderedRow>>> {
    private final long seed;
    private final String suffix;
    private final PCollectionView<Map<String, Cuts>> cuts;

    PlaceRows(long seed, String suffix, PCollectionView<Map<String, Cuts>> cuts) {
      this.seed = seed;
      this.suffix = suffix;
      this.cuts = cuts;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      CorpusBatch batch = context.element();
      Cuts shards = requireNonNull(context.sideInput(cuts).get(Scope.WHOLE_CORPUS));
      RankBlock places = RankBlocks.byChance(batch, seed, STEP, Scope.CORPUS);
      List<Sample> samples = batch.samples();
      Map<Integer, List<OrderedRow>> byShard = new TreeMap<>();
      for (int row = 0; row < places.rows(); row++) {
        RankKey place = places.key(row);
        byShard
            .computeIfAbsent(shards.firstWithin(place), shard -> new ArrayList<>())
            .add(new OrderedRow(place, SampleCodec.encode(samples.get(row))));
      }
      byShard.forEach(
          (shard, rows) ->
              context.output(
                  KV.of(ShardPlan.fileName("train", shard, shards.cuts().size(), suffix), rows)));
    }
  }
}
