package org.winnow.transforms.dedup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.StepTable;

/**
 * Keeps one row of each cluster of rows whose texts are nearly the same.
 *
 * <p>Two rows are joined if a band of their MinHash signatures is equal (see {@link Banding}) and,
 * where that is asked for, their similarity is great enough (see {@link SimilarRows}); clusters are
 * the connected components, so a cluster can hold two rows that are alike only by way of a third.
 * The preferred row of a cluster stays, among equals the one of the smallest id. A row without any
 * text in the compared part is like no other and stays. Rows that stay get the column {@value
 * #CLUSTER_SIZE}.
 *
 * <p>Two tables tell how large clusters are, and which {@value ClusterTally#LARGEST} are the
 * largest; there are none where no two rows are joined.
 *
 * <p>What stays depends on the set of rows alone. Text is not moved: band hashes are shuffled, 12
 * bytes each; pairs of joined rows, 24 bytes each and one fewer than rows in every shuffled part,
 * come together in one place, which holds some 80 bytes for each row that is joined to another; of
 * those rows, places are shuffled, and their n-grams where similarities are asked for. Buckets of
 * any size cost time in proportion to their rows.
 */
public final class NearDup extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** The reason in rejections. */
  public static final String NEAR_DUPLICATE = "near_duplicate";

  /** The column of rows that a row was kept for, itself included: 1 for one like no other. */
  public static final String CLUSTER_SIZE = "near_dup.cluster_size";

  private static final TupleTag<KV<String, ClusterSizes>> SIZES = new TupleTag<>("sizes") {};
  private static final TupleTag<ClusterTally> TALLIES = new TupleTag<>("tallies") {};

  /** Band hashes that are looked at together; a worker holds some 50 bytes for each. */
  private static final long HASHES_PER_PART = 1_000_000;

  /**
   * A guess, of short rows, that decides into how many parts the work is cut, not what comes out.
   */
  private static final long BYTES_PER_ROW = 150;

  private final String step;
  private final NearDupForm form;
  private final double leastSimilarity;
  private final Preference preference;
  private final String storeDirectory;
  private final long parts;

  /**
   * A deduplication.
   *
   * @param step name of the step in rejections
   * @param form what rows are compared by
   * @param leastSimilarity the Jaccard similarity that rows of an equal band must have to be
   *     joined, up to 1; at 0 the band is enough
   * @param preference which row of a cluster stays
   * @param storeDirectory where known signatures are kept
   * @param corpusBytes about how large the corpus is; decides into how many parts the work is cut,
   *     not what comes out
   */
  public NearDup(
      String step,
      NearDupForm form,
      double leastSimilarity,
      Preference preference,
      Path storeDirectory,
      long corpusBytes) {
    if (!(leastSimilarity >= 0 && leastSimilarity <= 1)) {
      throw new IllegalArgumentException(
          "leastSimilarity must be from 0 to 1, got " + leastSimilarity);
    }
    this.step = step;
    this.form = form;
    this.leastSimilarity = leastSimilarity;
    this.preference = preference;
    this.storeDirectory = storeDirectory.toString();
    this.parts = 1 + corpusBytes / BYTES_PER_ROW * form.banding().bands() / HASHES_PER_PART;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollection<KV<Long, ClusterLabels>> clusters =
        corpus
            .apply("Hash bands", ParDo.of(new HashBands(step, form, storeDirectory, parts)))
            .setCoder(KvCoder.of(VarLongCoder.of(), BandBlock.CODER))
            .apply("Bring equal bands together", GroupByKey.create())
            .apply("Link rows of equal bands", ParDo.of(new LinkRows()))
            .setCoder(KvCoder.of(VarIntCoder.of(), LinkBlock.CODER))
            .apply("Bring links together", GroupByKey.create())
            .apply("Join links", ParDo.of(new JoinLinks()))
            .setCoder(KvCoder.of(VarLongCoder.of(), ClusterLabels.CODER));
    if (leastSimilarity > 0) {
      clusters =
          corpus.apply(
              "Verify similarity",
              new VerifySimilarity(
                  step,
                  form,
                  leastSimilarity,
                  storeDirectory,
                  parts,
                  view("candidates", clusters)));
    }
    PCollectionView<Map<Long, Iterable<ClusterLabels>>> labels = view("clusters", clusters);
    PCollectionTuple decided =
        corpus
            .apply(
                "Place clustered rows",
                ParDo.of(new PlaceClustered(preference, parts, labels)).withSideInputs(labels))
            .setCoder(KvCoder.of(VarLongCoder.of(), PlaceBlock.CODER))
            .apply("Bring clusters together", GroupByKey.create())
            .apply(
                "Choose in clusters",
                ParDo.of(new ChooseBest(step))
                    .withOutputTags(SIZES, TupleTagList.of(StepResult.REJECTED).and(TALLIES)));
    PCollectionView<Map<String, Iterable<ClusterSizes>>> sizes =
        decided
            .get(SIZES)
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ClusterSizes.CODER))
            .apply("Begin sizes", new AndOne<>(KV.of("", ClusterSizes.NONE)))
            .apply("View sizes of clusters", View.asMultimap());
    PCollection<CorpusBatch> kept =
        corpus
            .apply("Keep one of each cluster", ParDo.of(new KeepOne(sizes)).withSideInputs(sizes))
            .setCoder(CorpusBatchCoder.of());
    return new StepResult(
        kept,
        decided.get(StepResult.REJECTED).setCoder(RejectionCoder.of()),
        Optional.of(tables(decided.get(TALLIES))));
  }

  private PCollection<StepTable> tables(PCollection<ClusterTally> tallies) {
    return tallies
        .setCoder(ClusterTally.CODER)
        .apply("Merge tallies", Combine.globally(ClusterTally::merge).withoutDefaults())
        .apply("Make tables", ParDo.of(new MakeTables(step)))
        .setCoder(StepTable.CODER);
  }

  private static PCollectionView<Map<Long, Iterable<ClusterLabels>>> view(
      String name, PCollection<KV<Long, ClusterLabels>> labels) {
    return labels
        .apply("Begin " + name, new AndOne<>(KV.of(0L, ClusterLabels.NONE)))
        .apply("View " + name + " of rows", View.asMultimap());
  }

  /**
   * Adds an element that says nothing: the direct runner waits for ever for a second side input
   * that comes out empty behind a first one that does, which is what a corpus without near
   * duplicates gives.
   */
  private static final class AndOne<T> extends PTransform<PCollection<T>, PCollection<T>> {
    private final transient T one;

    AndOne(T one) {
      this.one = one;
    }

    @Override
    public PCollection<T> expand(PCollection<T> some) {
      PCollection<T> more =
          some.getPipeline().apply("Say nothing", Create.of(one).withCoder(some.getCoder()));
      return PCollectionList.of(some).and(more).apply("Bring together", Flatten.pCollections());
    }
  }

  private static final class LinkRows
      extends DoFn<KV<Long, Iterable<BandBlock>>, KV<Integer, LinkBlock>> {
    @ProcessElement
    public void process(
        @Element KV<Long, Iterable<BandBlock>> part, OutputReceiver<KV<Integer, LinkBlock>> out) {
      BandTable table = new BandTable();
      part.getValue().forEach(block -> block.addTo(table));
      LinkBlock.emit(table.clusters(), links -> out.output(KV.of(0, links)));
    }
  }

  private static final class JoinLinks
      extends DoFn<KV<Integer, Iterable<LinkBlock>>, KV<Long, ClusterLabels>> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<LinkBlock>> links,
        OutputReceiver<KV<Long, ClusterLabels>> out) {
      RowClusters clusters = new RowClusters();
      links.getValue().forEach(block -> block.addTo(clusters));
      ClusterLabels.emit(clusters, (batch, labels) -> out.output(KV.of(batch, labels)));
    }
  }

  private static final class PlaceClustered extends DoFn<CorpusBatch, KV<Long, PlaceBlock>> {
    private final Preference preference;
    private final long parts;
    private final PCollectionView<Map<Long, Iterable<ClusterLabels>>> view;

    PlaceClustered(
        Preference preference,
        long parts,
        PCollectionView<Map<Long, Iterable<ClusterLabels>>> view) {
      this.preference = preference;
      this.parts = parts;
      this.view = view;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      String key = BatchKey.of(batch);
      Iterable<ClusterLabels> found =
          context.sideInput(view).getOrDefault(HashBands.shortName(key), List.of());
      for (ClusterLabels labels : found) {
        labels
            .placesByPart(new Places(batch, preference), parts)
            .forEach(
                (part, places) ->
                    PlaceBlock.blocks(key, places)
                        .forEach(block -> context.output(KV.of(part, block))));
      }
    }
  }

  private static final class ChooseBest
      extends DoFn<KV<Long, Iterable<PlaceBlock>>, KV<String, ClusterSizes>> {
    private final String step;

    ChooseBest(String step) {
      this.step = step;
    }

    @ProcessElement
    public void process(@Element KV<Long, Iterable<PlaceBlock>> part, MultiOutputReceiver out) {
      List<PlaceBlock.Row> rows = new ArrayList<>();
      for (PlaceBlock block : part.getValue()) {
        block.places().forEach(place -> rows.add(new PlaceBlock.Row(place, block.batch())));
      }
      rows.sort(PlaceBlock.Row.BY_HASH);
      ClusterSizes.Builder sizes = new ClusterSizes.Builder();
      ClusterTally tally = new ClusterTally();
      for (int from = 0, to; from < rows.size(); from = to) {
        to = endOfGroup(rows, from);
        PlaceBlock.Row best = rows.get(from);
        sizes.add(best, to - from);
        tally.add(best.place(), to - from);
        String evidence =
            "near duplicate of "
                + best.place().file()
                + " row "
                + best.place().row()
                + ", in a cluster of "
                + (to - from);
        for (PlaceBlock.Row row : rows.subList(from + 1, to)) {
          sizes.add(row, 0);
          out.get(StepResult.REJECTED).output(row.rejection(step, NEAR_DUPLICATE, evidence));
        }
      }
      sizes.build().forEach((batch, block) -> out.get(SIZES).output(KV.of(batch, block)));
      out.get(TALLIES).output(tally);
    }

    private static int endOfGroup(List<PlaceBlock.Row> rows, int from) {
      int to = from + 1;
      while (to < rows.size()
          && rows.get(to).place().group().equals(rows.get(from).place().group())) {
        to++;
      }
      return to;
    }
  }

  private static final class MakeTables extends DoFn<ClusterTally, StepTable> {
    private final String step;

    MakeTables(String step) {
      this.step = step;
    }

    @ProcessElement
    public void process(@Element ClusterTally tally, OutputReceiver<StepTable> out) {
      tally.tables(step).forEach(out::output);
    }
  }
}
