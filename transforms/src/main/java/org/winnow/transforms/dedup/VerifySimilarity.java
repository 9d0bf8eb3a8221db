package org.winnow.transforms.dedup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Locations;
import org.winnow.schemas.Sample;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.BusyTime;
import org.winnow.transforms.RunBoard;

/**
 * Takes clusters of rows that share bands apart into clusters of rows that are alike enough, see
 * {@link SimilarRows}.
 *
 * <p>Rows that share a band are in one cluster, so the rows of a cluster come together with their
 * n-grams; rows that are in none are not looked at. Band hashes come from the store, which {@link
 * HashBands} has filled; n-grams are taken from the text.
 */
final class VerifySimilarity
    extends PTransform<PCollection<CorpusBatch>, PCollection<KV<Long, ClusterLabels>>> {
  private final String step;
  private final NearDupForm form;
  private final double leastSimilarity;
  private final String storeDirectory;
  private final long parts;
  private final PCollectionView<Map<Long, Iterable<ClusterLabels>>> candidates;

  /**
   * A verification.
   *
   * @param step the step that it is part of
   * @param form what rows are compared by
   * @param leastSimilarity the Jaccard similarity from which rows are joined, above 0, up to 1
   * @param storeDirectory where signatures are kept
   * @param parts into how many parts the work is cut
   * @param candidates clusters of rows that share bands, by the 64-bit name of the batch
   */
  VerifySimilarity(
      String step,
      NearDupForm form,
      double leastSimilarity,
      String storeDirectory,
      long parts,
      PCollectionView<Map<Long, Iterable<ClusterLabels>>> candidates) {
    this.step = step;
    this.form = form;
    this.leastSimilarity = leastSimilarity;
    this.storeDirectory = storeDirectory;
    this.parts = parts;
    this.candidates = candidates;
  }

  @Override
  public PCollection<KV<Long, ClusterLabels>> expand(PCollection<CorpusBatch> corpus) {
    return corpus
        .apply(
            "Take n-grams",
            ParDo.of(new TakeNgrams(step, form, storeDirectory, parts, candidates))
                .withSideInputs(candidates))
        .setCoder(KvCoder.of(VarLongCoder.of(), NgramBlock.CODER))
        .apply("Bring candidates together", GroupByKey.create())
        .apply("Join similar rows", ParDo.of(new JoinSimilar(step, leastSimilarity)))
        .setCoder(KvCoder.of(VarLongCoder.of(), ClusterLabels.CODER));
  }

  private static final class TakeNgrams extends DoFn<CorpusBatch, KV<Long, NgramBlock>> {
    /**
     * Rows in one block at most, see {@link PlaceBlock#MAX_PLACES}; a row has hundreds of n-grams.
     */
    private static final int MAX_ROWS = 32;

    private final String step;
    private final NearDupForm form;
    private final String storeDirectory;
    private final long parts;
    private final PCollectionView<Map<Long, Iterable<ClusterLabels>>> view;
    private transient SignatureStore store;

    TakeNgrams(
        String step,
        NearDupForm form,
        String storeDirectory,
        long parts,
        PCollectionView<Map<Long, Iterable<ClusterLabels>>> view) {
      this.step = step;
      this.form = form;
      this.storeDirectory = storeDirectory;
      this.parts = parts;
      this.view = view;
    }

    @Setup
    public void setup() {
      store = new SignatureStore(step, form, Locations.path(storeDirectory));
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      CorpusBatch batch = context.element();
      long name = HashBands.shortName(BatchKey.of(batch));
      Iterable<ClusterLabels> found = context.sideInput(view).getOrDefault(name, List.of());
      try (BusyTime busy = BusyTime.start(step)) {
        take(name, batch, found, busy.outside(context::output));
      }
    }

    private void take(
        long name,
        CorpusBatch batch,
        Iterable<ClusterLabels> found,
        Consumer<KV<Long, NgramBlock>> out)
        throws IOException {
      for (ClusterLabels labels : found) {
        Map<Long, List<Integer>> byPart = new TreeMap<>();
        for (int i = 0; i < labels.positions().length; i++) {
          byPart
              .computeIfAbsent(labels.part(i, parts), part -> new ArrayList<>())
              .add(labels.positions()[i]);
        }
        Optional<long[]> known = store.get(batch);
        List<Sample> samples = batch.samples(); // once for all blocks
        byPart.forEach(
            (part, rows) -> {
              for (int from = 0; from < rows.size(); from += MAX_ROWS) {
                int to = Math.min(rows.size(), from + MAX_ROWS);
                out.accept(KV.of(part, block(name, samples, rows.subList(from, to), known)));
              }
            });
      }
    }

    private NgramBlock block(
        long name, List<Sample> batch, List<Integer> rows, Optional<long[]> known) {
      int[] positions = rows.stream().mapToInt(Integer::intValue).sorted().toArray();
      List<Sample> samples = Arrays.stream(positions).mapToObj(batch::get).toList();
      long[] hashes = known.orElseGet(() -> form.signatures(samples));
      int width = form.banding().bands();
      long[][] bands = new long[positions.length][];
      for (int i = 0; i < bands.length; i++) {
        int row = known.isPresent() ? positions[i] : i;
        bands[i] = Arrays.copyOfRange(hashes, row * width, (row + 1) * width);
      }
      return new NgramBlock(name, positions, bands, form.ngrams(samples));
    }
  }

  private static final class JoinSimilar
      extends DoFn<KV<Long, Iterable<NgramBlock>>, KV<Long, ClusterLabels>> {
    private final String step;
    private final double leastSimilarity;

    JoinSimilar(String step, double leastSimilarity) {
      this.step = step;
      this.leastSimilarity = leastSimilarity;
    }

    @ProcessElement
    public void process(
        @Element KV<Long, Iterable<NgramBlock>> part, OutputReceiver<KV<Long, ClusterLabels>> out) {
      try (BusyTime busy = BusyTime.start(step)) {
        SimilarRows rows = new SimilarRows(leastSimilarity);
        part.getValue().forEach(block -> block.addTo(rows));
        Consumer<KV<Long, ClusterLabels>> outside = busy.outside(out::output);
        ClusterLabels.emit(
            rows.clusters(), (batch, labels) -> outside.accept(KV.of(batch, labels)));
        RunBoard.tell(RunBoard.Count.ROWS_COMPARED, rows.comparisons());
      }
    }
  }
}
