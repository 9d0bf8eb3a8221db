package org.winnow.transforms.dedup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.DropRows;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.StepResult;

/**
 * Keeps one row of each content.
 *
 * <p>Rows are equal if their messages are, which is what the sample id says. Of equal rows the
 * first stays, in the order of domain, file name and row number, whatever order the files are read
 * in. Ids and places are shuffled, text is not; the decision that goes back is a list of positions
 * for each batch that loses rows.
 */
public final class DedupExact extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** The reason in rejections. */
  public static final String DUPLICATE = "duplicate";

  private static final TupleTag<KV<String, List<Integer>>> DROPS = new TupleTag<>("drops") {};

  /** Text whose rows are easily held in memory: they are told by some 60 bytes each. */
  private static final long BYTES_PER_BUCKET = 64L << 20;

  private final String step;
  private final long buckets;

  /**
   * A deduplication.
   *
   * @param step name of the step in rejections
   * @param corpusBytes about how large the corpus is; decides into how many parts the work is cut,
   *     not what comes out
   */
  public DedupExact(String step, long corpusBytes) {
    this.step = step;
    this.buckets = 1 + corpusBytes / BYTES_PER_BUCKET;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionTuple decided =
        corpus
            .apply("Place rows", ParDo.of(new PlaceRows(step, buckets)))
            .setCoder(KvCoder.of(VarLongCoder.of(), PlaceBlock.CODER))
            .apply("Bring equal rows together", GroupByKey.create())
            .apply(
                "Choose among equal rows",
                ParDo.of(new ChooseFirst(step))
                    .withOutputTags(DROPS, TupleTagList.of(StepResult.REJECTED)));
    PCollectionView<Map<String, Iterable<List<Integer>>>> drops =
        decided
            .get(DROPS)
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ListCoder.of(VarIntCoder.of())))
            .apply("View positions to drop", View.asMultimap());
    PCollection<CorpusBatch> kept =
        corpus
            .apply("Drop repeated rows", ParDo.of(new DropRows(drops)).withSideInputs(drops))
            .setCoder(CorpusBatchCoder.of());
    return new StepResult(kept, decided.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  private static final class PlaceRows extends DoFn<CorpusBatch, KV<Long, PlaceBlock>> {
    private final String step;
    private final long buckets;

    PlaceRows(String step, long buckets) {
      this.step = step;
      this.buckets = buckets;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<Long, PlaceBlock>> out) {
      long started = System.nanoTime();
      String key = BatchKey.of(batch);
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      List<Origin> origins = batch.origins();
      Map<Long, List<PlaceBlock.Place>> byBucket = new TreeMap<>();
      for (int i = 0; i < batch.rows(); i++) {
        PlaceBlock.Place place = PlaceBlock.Place.of(ids.get(i), domains.get(i), origins.get(i), i);
        long bucket = Long.remainderUnsigned(place.idHigh(), buckets);
        byBucket.computeIfAbsent(bucket, b -> new ArrayList<>()).add(place);
      }
      byBucket.forEach((bucket, places) -> out.output(KV.of(bucket, new PlaceBlock(key, places))));
      RunBoard.add(step, RunBoard.Count.ROWS, batch.rows());
      RunBoard.add(step, RunBoard.Count.BUSY_NANOS, System.nanoTime() - started);
    }
  }

  private static final class ChooseFirst
      extends DoFn<KV<Long, Iterable<PlaceBlock>>, KV<String, List<Integer>>> {
    private static final Comparator<Row> ORDER =
        Comparator.<Row>comparingLong(row -> row.place.idHigh())
            .thenComparingLong(row -> row.place.idLow())
            .thenComparing(row -> row.place.domain())
            .thenComparing(row -> row.place.file())
            .thenComparingLong(row -> row.place.row())
            .thenComparing(row -> row.batch)
            .thenComparingInt(row -> row.place.index());

    private final String step;

    ChooseFirst(String step) {
      this.step = step;
    }

    /** A row and its batch. */
    private record Row(PlaceBlock.Place place, String batch) {
      boolean isEqual(Row other) {
        return place.idHigh() == other.place.idHigh() && place.idLow() == other.place.idLow();
      }
    }

    @ProcessElement
    public void process(@Element KV<Long, Iterable<PlaceBlock>> bucket, MultiOutputReceiver out) {
      List<Row> rows = new ArrayList<>();
      for (PlaceBlock block : bucket.getValue()) {
        block.places().forEach(place -> rows.add(new Row(place, block.batch())));
      }
      rows.sort(ORDER);
      Row first = rows.get(0);
      Map<String, List<Integer>> drops = new TreeMap<>();
      for (Row row : rows.subList(1, rows.size())) {
        if (row.isEqual(first)) {
          drops.computeIfAbsent(row.batch, batch -> new ArrayList<>()).add(row.place.index());
          out.get(StepResult.REJECTED).output(rejection(row.place, first.place));
        } else {
          first = row;
        }
      }
      drops.forEach((batch, positions) -> out.get(DROPS).output(KV.of(batch, positions)));
    }

    private Rejection rejection(PlaceBlock.Place row, PlaceBlock.Place first) {
      HexFormat hex = HexFormat.of();
      return new Rejection(
          Rejection.Kind.DROPPED,
          hex.toHexDigits(row.idHigh()) + hex.toHexDigits(row.idLow()),
          row.domain(),
          row.file(),
          row.row(),
          step,
          DUPLICATE,
          "same content as " + first.file() + " row " + first.row());
    }
  }
}
