package org.winnow.transforms.select;

import static java.util.Objects.requireNonNull;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.DataCoder;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankKey;

/**
 * Says of each row that a selection kept, why: adds {@value #RANK}, its exact place among the rows
 * of its group that stay, from 1, and {@value #THRESHOLD}, the value of the last of them.
 *
 * <p>Keys of 24 bytes are shuffled, in parts that a worker sorts; ranks, 12 bytes a row, come back
 * as a side input.
 */
public final class ExplainKept
    extends PTransform<PCollection<CorpusBatch>, PCollection<CorpusBatch>> {
  /** Name of the column of places. */
  public static final String RANK = "select.rank";

  /** Name of the column of thresholds. */
  public static final String THRESHOLD = "select.threshold";

  /** Both columns, in order. */
  public static final List<String> COLUMNS = List.of(RANK, THRESHOLD);

  private final String step;
  private final long seed;
  private final RowOrder order;
  private final RankSpan span;
  private final Grouping grouping;
  private final PCollectionView<Map<String, Cuts>> cuts;

  ExplainKept(
      String step,
      long seed,
      RowOrder order,
      RankSpan span,
      Grouping grouping,
      PCollectionView<Map<String, Cuts>> cuts) {
    this.step = step;
    this.seed = seed;
    this.order = order;
    this.span = span;
    this.grouping = grouping;
    this.cuts = cuts;
  }

  @Override
  public PCollection<CorpusBatch> expand(PCollection<CorpusBatch> kept) {
    PCollectionView<Map<String, Iterable<RowNumbers>>> ranks =
        kept.apply("Take parts", ParDo.of(new TakeParts(this)).withSideInputs(cuts))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), PlacedKeys.CODER))
            .apply("Group parts", GroupByKey.create())
            .apply("Count ranks", ParDo.of(new CountRanks(span)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), RowNumbers.CODER))
            .apply("View ranks", View.asMultimap());
    return kept.apply("Add ranks", ParDo.of(new AddRanks(this, ranks)).withSideInputs(cuts, ranks))
        .setCoder(CorpusBatchCoder.of());
  }

  private RankBlock keys(CorpusBatch batch) {
    return order.keys(batch, seed, step, grouping);
  }

  /** Keys of some rows of a batch. */
  private record PlacedKeys(String batch, List<Integer> positions, List<RankKey> keys) {
    static final Coder<PlacedKeys> CODER =
        DataCoder.of("placed keys", PlacedKeys::write, PlacedKeys::read);

    static PlacedKeys of(String batch) {
      return new PlacedKeys(batch, new ArrayList<>(), new ArrayList<>());
    }

    private static void write(PlacedKeys block, DataOutput out) throws IOException {
      DataCoder.writeText(block.batch, out);
      out.writeInt(block.positions.size());
      for (int i = 0; i < block.positions.size(); i++) {
        RankKey key = block.keys.get(i);
        out.writeInt(block.positions.get(i));
        out.writeLong(key.high());
        out.writeLong(key.low());
        out.writeLong(key.tie());
      }
    }

    private static PlacedKeys read(DataInput in) throws IOException {
      PlacedKeys block = of(DataCoder.readText(in));
      int size = in.readInt();
      for (int i = 0; i < size; i++) {
        block.positions.add(in.readInt());
        block.keys.add(new RankKey(in.readLong(), in.readLong(), in.readLong()));
      }
      return block;
    }
  }

  private static final class TakeParts extends DoFn<CorpusBatch, KV<String, PlacedKeys>> {
    private final ExplainKept explained;

    TakeParts(ExplainKept explained) {
      this.explained = explained;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, Cuts> found = context.sideInput(explained.cuts);
      String batchKey = BatchKey.of(batch);
      RankBlock keys = explained.keys(batch);
      Map<String, PlacedKeys> byPart = new TreeMap<>();
      for (int row = 0; row < keys.rows(); row++) {
        String group = keys.group(row);
        RankKey key = keys.key(row);
        int part = RankSpan.part(requireNonNull(found.get(group)), key);
        PlacedKeys block =
            byPart.computeIfAbsent(part + " " + group, name -> PlacedKeys.of(batchKey));
        block.positions.add(row);
        block.keys.add(key);
      }
      byPart.forEach((part, block) -> context.output(KV.of(part, block)));
    }
  }

  private static final class CountRanks
      extends DoFn<KV<String, Iterable<PlacedKeys>>, KV<String, RowNumbers>> {
    private final RankSpan span;

    CountRanks(RankSpan span) {
      this.span = span;
    }

    private record Row(RankKey key, String batch, int position) {}

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<PlacedKeys>> part,
        OutputReceiver<KV<String, RowNumbers>> out) {
      String name = part.getKey();
      long rank = span.rowsBefore(Integer.parseInt(name.substring(0, name.indexOf(' '))));
      List<Row> rows = new ArrayList<>();
      for (PlacedKeys block : part.getValue()) {
        for (int i = 0; i < block.positions.size(); i++) {
          rows.add(new Row(block.keys.get(i), block.batch, block.positions.get(i)));
        }
      }
      rows.sort(Comparator.comparing(Row::key));
      Map<String, RowNumbers> byBatch = new TreeMap<>();
      for (Row row : rows) {
        byBatch.computeIfAbsent(row.batch, b -> RowNumbers.empty()).add(row.position, ++rank);
      }
      byBatch.forEach((batch, ranks) -> out.output(KV.of(batch, ranks)));
    }
  }

  private static final class AddRanks extends DoFn<CorpusBatch, CorpusBatch> {
    private final ExplainKept explained;
    private final PCollectionView<Map<String, Iterable<RowNumbers>>> ranks;

    AddRanks(ExplainKept explained, PCollectionView<Map<String, Iterable<RowNumbers>>> ranks) {
      this.explained = explained;
      this.ranks = ranks;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, Cuts> found = context.sideInput(explained.cuts);
      double[] rank = new double[batch.rows()];
      for (RowNumbers part : requireNonNull(context.sideInput(ranks).get(BatchKey.of(batch)))) {
        for (int i = 0; i < part.positions().size(); i++) {
          rank[part.positions().get(i)] = part.numbers().get(i);
        }
      }
      List<String> groups = explained.grouping.groups(batch);
      double[] threshold = new double[batch.rows()];
      for (int row = 0; row < threshold.length; row++) {
        Cuts cuts = requireNonNull(found.get(groups.get(row)));
        threshold[row] = explained.order.value(RankSpan.threshold(cuts).high());
      }
      context.output(batch.withScores(COLUMNS, new double[][] {rank, threshold}));
    }
  }
}
