package org.winnow.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.BusyTime;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.DropRows;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.StepResult;

/**
 * Keeps one row of each content, see {@link Match}.
 *
 * <p>Of equal rows the preferred one stays; where that does not decide, the first in the order of
 * domain, id and a digest of the fields that are not compared. Only among rows that are equal in
 * all of this does the place decide, by file name and row number: what stays does not depend on how
 * files are named, ordered or cut. Ids and places are shuffled, text is not; the decision that goes
 * back is a list of positions for each batch that loses rows.
 */
public final class DedupExact extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** The reason in rejections. */
  public static final String DUPLICATE = "duplicate";

  private static final TupleTag<KV<String, List<Integer>>> DROPS = new TupleTag<>("drops") {};

  /** Text whose rows are easily held in memory: they are told by some 60 bytes each. */
  private static final long BYTES_PER_BUCKET = 64L << 20;

  private final String step;
  private final Match match;
  private final Preference preference;
  private final long buckets;

  /**
   * A deduplication.
   *
   * @param step name of the step in rejections
   * @param match when rows count as equal
   * @param preference which of equal rows stays
   * @param corpusBytes about how large the corpus is; decides into how many parts the work is cut,
   *     not what comes out
   */
  public DedupExact(String step, Match match, Preference preference, long corpusBytes) {
    this.step = step;
    this.match = match;
    this.preference = preference;
    this.buckets = 1 + corpusBytes / BYTES_PER_BUCKET;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionTuple decided =
        corpus
            .apply("Place rows", ParDo.of(new PlaceRows(this)))
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
    private final Match match;
    private final Preference preference;
    private final long buckets;

    PlaceRows(DedupExact dedup) {
      this.step = dedup.step;
      this.match = dedup.match;
      this.preference = dedup.preference;
      this.buckets = dedup.buckets;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<Long, PlaceBlock>> out) {
      try (BusyTime busy = BusyTime.start(step)) {
        place(batch, busy.outside(out::output));
      }
      RunBoard.add(step, RunBoard.Count.ROWS, batch.rows());
    }

    private void place(CorpusBatch batch, Consumer<KV<Long, PlaceBlock>> out) {
      String key = BatchKey.of(batch);
      List<PlaceBlock.Hash> groups = match.groups(batch);
      Places rows = new Places(batch, preference);
      Map<Long, List<PlaceBlock.Place>> byBucket = new TreeMap<>();
      for (int i = 0; i < batch.rows(); i++) {
        long bucket = Long.remainderUnsigned(groups.get(i).high(), buckets);
        byBucket.computeIfAbsent(bucket, b -> new ArrayList<>()).add(rows.place(i, groups.get(i)));
      }
      byBucket.forEach(
          (bucket, places) ->
              PlaceBlock.blocks(key, places).forEach(block -> out.accept(KV.of(bucket, block))));
    }
  }

  private static final class ChooseFirst
      extends DoFn<KV<Long, Iterable<PlaceBlock>>, KV<String, List<Integer>>> {
    private final String step;

    ChooseFirst(String step) {
      this.step = step;
    }

    @ProcessElement
    public void process(@Element KV<Long, Iterable<PlaceBlock>> bucket, MultiOutputReceiver out) {
      List<PlaceBlock.Row> rows = new ArrayList<>();
      for (PlaceBlock block : bucket.getValue()) {
        block.places().forEach(place -> rows.add(new PlaceBlock.Row(place, block.batch())));
      }
      rows.sort(PlaceBlock.Row.BY_DOMAIN);
      PlaceBlock.Row first = rows.get(0);
      Map<String, List<Integer>> drops = new TreeMap<>();
      for (PlaceBlock.Row row : rows.subList(1, rows.size())) {
        if (row.place().group().equals(first.place().group())) {
          drops.computeIfAbsent(row.batch(), batch -> new ArrayList<>()).add(row.place().index());
          String evidence =
              "same content as " + first.place().file() + " row " + first.place().row();
          out.get(StepResult.REJECTED).output(row.rejection(step, DUPLICATE, evidence));
        } else {
          first = row;
        }
      }
      drops.forEach((batch, positions) -> out.get(DROPS).output(KV.of(batch, positions)));
    }
  }
}
