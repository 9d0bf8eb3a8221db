package org.winnow.transforms.dedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.winnow.schemas.Sample;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.RunBoard;

/**
 * Takes clusters of rows that share bands apart into clusters of rows that are alike enough, see
 * {@link SimilarRows}.
 *
 * <p>Rows that share a band are in one cluster, so the rows of a cluster come together with their
 * n-grams; rows that are in none are not looked at.
 */
final class VerifySimilarity
    extends PTransform<PCollection<CorpusBatch>, PCollection<KV<Long, ClusterLabels>>> {
  private final NearDupForm form;
  private final double leastSimilarity;
  private final long parts;
  private final PCollectionView<Map<Long, Iterable<ClusterLabels>>> candidates;

  /**
   * A verification.
   *
   * @param form what rows are compared by
   * @param leastSimilarity the Jaccard similarity from which rows are joined, above 0, up to 1
   * @param parts into how many parts the work is cut
   * @param candidates clusters of rows that share bands, by the 64-bit name of the batch
   */
  VerifySimilarity(
      NearDupForm form,
      double leastSimilarity,
      long parts,
      PCollectionView<Map<Long, Iterable<ClusterLabels>>> candidates) {
    this.form = form;
    this.leastSimilarity = leastSimilarity;
    this.parts = parts;
    this.candidates = candidates;
  }

  @Override
  public PCollection<KV<Long, ClusterLabels>> expand(PCollection<CorpusBatch> corpus) {
    return corpus
        .apply(
            "Take n-grams",
            ParDo.of(new TakeNgrams(form, parts, candidates)).withSideInputs(candidates))
        .setCoder(KvCoder.of(VarLongCoder.of(), NgramBlock.CODER))
        .apply("Bring candidates together", GroupByKey.create())
        .apply("Join similar rows", ParDo.of(new JoinSimilar(leastSimilarity)))
        .setCoder(KvCoder.of(VarLongCoder.of(), ClusterLabels.CODER));
  }

  private static final class TakeNgrams extends DoFn<CorpusBatch, KV<Long, NgramBlock>> {
    private final NearDupForm form;
    private final long parts;
    private final PCollectionView<Map<Long, Iterable<ClusterLabels>>> view;

    TakeNgrams(
        NearDupForm form, long parts, PCollectionView<Map<Long, Iterable<ClusterLabels>>> view) {
      this.form = form;
      this.parts = parts;
      this.view = view;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      long name = HashBands.shortName(BatchKey.of(batch));
      for (ClusterLabels labels : context.sideInput(view).getOrDefault(name, List.of())) {
        Map<Long, List<Integer>> byPart = new TreeMap<>();
        for (int i = 0; i < labels.positions().length; i++) {
          byPart
              .computeIfAbsent(labels.part(i, parts), part -> new ArrayList<>())
              .add(labels.positions()[i]);
        }
        byPart.forEach((part, rows) -> context.output(KV.of(part, block(name, batch, rows))));
      }
    }

    private NgramBlock block(long name, CorpusBatch batch, List<Integer> rows) {
      BitSet wanted = new BitSet(batch.rows());
      rows.forEach(wanted::set);
      List<Sample> samples = batch.filter(wanted).samples();
      long[] hashes = form.signatures(samples);
      int width = form.banding().bands();
      long[][] bands = new long[samples.size()][];
      for (int i = 0; i < bands.length; i++) {
        bands[i] = Arrays.copyOfRange(hashes, i * width, (i + 1) * width);
      }
      return new NgramBlock(name, wanted.stream().toArray(), bands, form.ngrams(samples));
    }
  }

  private static final class JoinSimilar
      extends DoFn<KV<Long, Iterable<NgramBlock>>, KV<Long, ClusterLabels>> {
    private final double leastSimilarity;

    JoinSimilar(double leastSimilarity) {
      this.leastSimilarity = leastSimilarity;
    }

    @ProcessElement
    public void process(
        @Element KV<Long, Iterable<NgramBlock>> part, OutputReceiver<KV<Long, ClusterLabels>> out) {
      SimilarRows rows = new SimilarRows(leastSimilarity);
      part.getValue().forEach(block -> block.addTo(rows));
      ClusterLabels.emit(rows.clusters(), (batch, labels) -> out.output(KV.of(batch, labels)));
      RunBoard.tell(RunBoard.Count.ROWS_COMPARED, rows.comparisons());
    }
  }
}
