package org.winnow.transforms.dedup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
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
import org.winnow.transforms.CountRows;
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

  private static final long ROWS_PER_BUCKET = 50_000;

  private final String step;

  /**
   * A deduplication.
   *
   * @param step name of the step in rejections
   */
  public DedupExact(String step) {
    this.step = step;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, Long>> sizes =
        corpus.apply("Count rows", new CountRows.InDomains()).apply("View sizes", View.asMap());
    PCollectionTuple decided =
        corpus
            .apply("Place rows", ParDo.of(new PlaceRows(step, sizes)).withSideInputs(sizes))
            .setCoder(KvCoder.of(VarLongCoder.of(), ListCoder.of(RowPlace.CODER)))
            .apply("Bring equal rows together", GroupByKey.create())
            .apply(
                "Choose among equal rows",
                ParDo.of(new ChooseFirst(step))
                    .withOutputTags(DROPS, TupleTagList.of(StepResult.REJECTED)));
    PCollectionView<Map<String, List<Integer>>> drops =
        decided
            .get(DROPS)
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ListCoder.of(VarIntCoder.of())))
            .apply("Join positions of batch", Combine.perKey(DedupExact::join))
            .apply("View positions to drop", View.asMap());
    PCollection<CorpusBatch> kept =
        corpus
            .apply("Drop repeated rows", ParDo.of(new DropRows(drops)).withSideInputs(drops))
            .setCoder(CorpusBatchCoder.of());
    return new StepResult(kept, decided.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  /** The positions of all lists, ascending. */
  private static List<Integer> join(Iterable<List<Integer>> lists) {
    List<Integer> positions = new ArrayList<>();
    lists.forEach(positions::addAll);
    Collections.sort(positions);
    return positions;
  }

  private static final class PlaceRows extends DoFn<CorpusBatch, KV<Long, List<RowPlace>>> {
    private final String step;
    private final PCollectionView<Map<String, Long>> sizes;

    PlaceRows(String step, PCollectionView<Map<String, Long>> sizes) {
      this.step = step;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long started = System.nanoTime();
      CorpusBatch batch = context.element();
      long rows = context.sideInput(sizes).values().stream().mapToLong(Long::longValue).sum();
      Map<Long, List<RowPlace>> byBucket = new TreeMap<>();
      for (RowPlace place : places(batch)) {
        byBucket.computeIfAbsent(bucket(place.id(), rows), bucket -> new ArrayList<>()).add(place);
      }
      byBucket.forEach((bucket, places) -> context.output(KV.of(bucket, places)));
      RunBoard.add(step, RunBoard.Count.ROWS, batch.rows());
      RunBoard.add(step, RunBoard.Count.BUSY_NANOS, System.nanoTime() - started);
    }

    private static List<RowPlace> places(CorpusBatch batch) {
      String key = BatchKey.of(batch);
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      List<Origin> origins = batch.origins();
      List<RowPlace> places = new ArrayList<>(batch.rows());
      for (int i = 0; i < batch.rows(); i++) {
        Origin origin = origins.get(i);
        places.add(new RowPlace(ids.get(i), domains.get(i), origin.file(), origin.row(), key, i));
      }
      return places;
    }

    /** Equal rows share a bucket; a bucket has about as many rows as are easily held in memory. */
    private static long bucket(String id, long rows) {
      long buckets = 1 + rows / ROWS_PER_BUCKET;
      return Long.remainderUnsigned(Long.parseUnsignedLong(id.substring(0, 16), 16), buckets);
    }
  }

  private static final class ChooseFirst
      extends DoFn<KV<Long, Iterable<List<RowPlace>>>, KV<String, List<Integer>>> {
    private final String step;

    ChooseFirst(String step) {
      this.step = step;
    }

    @ProcessElement
    public void process(
        @Element KV<Long, Iterable<List<RowPlace>>> bucket, MultiOutputReceiver out) {
      List<RowPlace> places = new ArrayList<>();
      bucket.getValue().forEach(places::addAll);
      Collections.sort(places);
      RowPlace first = places.get(0);
      Map<String, List<Integer>> drops = new TreeMap<>();
      for (RowPlace place : places.subList(1, places.size())) {
        if (!place.id().equals(first.id())) {
          first = place;
          continue;
        }
        drops.computeIfAbsent(place.batch(), batch -> new ArrayList<>()).add(place.index());
        out.get(StepResult.REJECTED)
            .output(
                new Rejection(
                    Rejection.Kind.DROPPED,
                    place.id(),
                    place.domain(),
                    place.file(),
                    place.row(),
                    step,
                    DUPLICATE,
                    "same content as " + first.file() + " row " + first.row()));
      }
      drops.forEach((batch, positions) -> out.get(DROPS).output(KV.of(batch, positions)));
    }
  }
}
