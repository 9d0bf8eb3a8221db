package org.winnow.transforms.select;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.Amount;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.DataCoder;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.features.FeatureColumns;
import org.winnow.transforms.features.FeatureRows;
import org.winnow.transforms.rank.RankBlock;

/**
 * Keeps the best rows that are unlike each other, see {@link GreedyDiversity}; at most as many as
 * asked for, fewer where there are no more.
 *
 * <p>Features are shuffled as floats, text is not. One worker holds and compares the rows of a
 * group: 4 bytes for each feature and about 200 more a row, and at most rows x kept x features
 * multiplications. A group of more than {@link #MAX_FEATURE_BYTES} of features fails the run.
 */
public final class KeepDiverse extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** Reason of rows that a row that stays is too similar to. */
  public static final String TOO_SIMILAR = "too_similar";

  /** Features of a group that one worker holds at most. */
  public static final long MAX_FEATURE_BYTES = 2L << 30;

  private final String step;
  private final long seed;
  private final RowOrder order;
  private final List<String> features;
  private final double threshold;
  private final Amount keep;
  private final Grouping grouping;
  private final FeatureColumns after;
  private final long maxFeatureBytes;

  /**
   * A selection.
   *
   * @param step name of the step in rejections and draws
   * @param seed the recipe's seed
   * @param order which rows are looked at first
   * @param features score columns that make a row's vector, at least one
   * @param threshold greatest cosine that two rows that stay may have, from -1 to 1
   * @param keep how many rows of each group stay at most
   * @param grouping within which rows are compared
   * @param after whether the rows keep their features
   */
  public KeepDiverse(
      String step,
      long seed,
      RowOrder order,
      List<String> features,
      double threshold,
      Amount keep,
      Grouping grouping,
      FeatureColumns after) {
    this(step, seed, order, features, threshold, keep, grouping, after, MAX_FEATURE_BYTES);
  }

  KeepDiverse(
      String step,
      long seed,
      RowOrder order,
      List<String> features,
      double threshold,
      Amount keep,
      Grouping grouping,
      FeatureColumns after,
      long maxFeatureBytes) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("diversity needs at least one feature");
    }
    if (!(threshold >= -1 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold must be from -1 to 1, got " + threshold);
    }
    this.step = step;
    this.seed = seed;
    this.order = order;
    this.features = List.copyOf(features);
    this.threshold = threshold;
    this.keep = keep;
    this.grouping = grouping;
    this.after = after;
    this.maxFeatureBytes = maxFeatureBytes;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, Iterable<List<Verdict>>>> verdicts =
        corpus
            .apply("Take features", ParDo.of(new TakeFeatures(this)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), FeatureBlock.CODER))
            .apply("Bring groups together", GroupByKey.create())
            .apply("Choose diverse rows", ParDo.of(new Choose(this)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ListCoder.of(Verdict.CODER)))
            .apply("View verdicts", View.asMultimap());
    PCollectionTuple split =
        corpus.apply(
            "Split by verdict",
            ParDo.of(new Split(this, verdicts))
                .withSideInputs(verdicts)
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        split.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        split.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  /**
   * Why a row leaves.
   *
   * @param position of the row in its batch
   * @param likeId id of the row that stays and is too similar; empty if enough rows stay already
   * @param cosine with that row
   */
  private record Verdict(int position, String likeId, double cosine) {
    static final Coder<Verdict> CODER = DataCoder.of("verdict", Verdict::write, Verdict::read);

    private static void write(Verdict verdict, DataOutput out) throws IOException {
      out.writeInt(verdict.position);
      DataCoder.writeText(verdict.likeId, out);
      out.writeDouble(verdict.cosine);
    }

    private static Verdict read(DataInput in) throws IOException {
      return new Verdict(in.readInt(), DataCoder.readText(in), in.readDouble());
    }
  }

  /** Rows that can be compared: they have a place in the order and every feature. */
  private static BitSet comparable(BitSet ordered, List<Optional<double[]>> vectors) {
    BitSet comparable = new BitSet(vectors.size());
    for (int row = 0; row < vectors.size(); row++) {
      comparable.set(row, ordered.get(row) && vectors.get(row).isPresent());
    }
    return comparable;
  }

  private static final class TakeFeatures extends DoFn<CorpusBatch, KV<String, FeatureBlock>> {
    private final KeepDiverse selection;

    TakeFeatures(KeepDiverse selection) {
      this.selection = selection;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, FeatureBlock>> out) {
      List<Optional<double[]>> vectors = FeatureRows.of(batch, selection.features);
      BitSet comparable = comparable(selection.order.ordered(batch), vectors);
      RankBlock keys =
          selection.order.keys(batch, selection.seed, selection.step, selection.grouping);
      List<String> ids = batch.ids();
      String batchKey = BatchKey.of(batch);
      Map<String, FeatureBlock> byGroup = new TreeMap<>();
      comparable.stream()
          .forEach(
              row -> {
                double[] unit = FeatureRows.unit(vectors.get(row).orElseThrow());
                byGroup
                    .computeIfAbsent(
                        keys.group(row), g -> new FeatureBlock(batchKey, new ArrayList<>()))
                    .rows()
                    .add(new FeatureBlock.Row(row, keys.key(row), ids.get(row), floats(unit)));
              });
      byGroup.forEach((group, block) -> out.output(KV.of(group, block)));
    }

    private static float[] floats(double[] vector) {
      float[] floats = new float[vector.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) vector[i];
      }
      return floats;
    }
  }

  private static final class Choose
      extends DoFn<KV<String, Iterable<FeatureBlock>>, KV<String, List<Verdict>>> {
    private final KeepDiverse selection;

    Choose(KeepDiverse selection) {
      this.selection = selection;
    }

    private record Placed(String batch, FeatureBlock.Row row) {}

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<FeatureBlock>> group,
        OutputReceiver<KV<String, List<Verdict>>> out) {
      List<Placed> rows = new ArrayList<>();
      for (FeatureBlock block : group.getValue()) {
        block.rows().forEach(row -> rows.add(new Placed(block.batch(), row)));
        check(group.getKey(), rows.size());
      }
      rows.sort(Comparator.comparing(placed -> placed.row.key()));
      float[][] vectors = rows.stream().map(placed -> placed.row.vector()).toArray(float[][]::new);
      GreedyDiversity chosen =
          GreedyDiversity.of(vectors, selection.threshold, selection.keep.of(rows.size()));
      Map<String, List<Verdict>> byBatch = new TreeMap<>();
      for (int i = 0; i < vectors.length; i++) {
        int like = chosen.likeOf()[i];
        if (like != GreedyDiversity.STAYS) {
          String id = like == GreedyDiversity.NOT_REACHED ? "" : rows.get(like).row.id();
          Placed placed = rows.get(i);
          byBatch
              .computeIfAbsent(placed.batch, batch -> new ArrayList<>())
              .add(new Verdict(placed.row.position(), id, chosen.cosine()[i]));
        }
      }
      byBatch.forEach((batch, verdicts) -> out.output(KV.of(batch, verdicts)));
    }

    private void check(String group, long rows) {
      long bytes = rows * selection.features.size() * Float.BYTES;
      if (bytes > selection.maxFeatureBytes) {
        throw new IllegalStateException(
            selection.step
                + ": the group '"
                + group
                + "' has at least "
                + rows
                + " rows of "
                + selection.features.size()
                + " features, more than the "
                + selection.maxFeatureBytes
                + " bytes that are compared in one place; select fewer rows before, use fewer"
                + " features, or compare within smaller groups");
      }
    }
  }

  private static final class Split extends DoFn<CorpusBatch, CorpusBatch> {
    private final KeepDiverse selection;
    private final PCollectionView<Map<String, Iterable<List<Verdict>>>> verdicts;

    Split(KeepDiverse selection, PCollectionView<Map<String, Iterable<List<Verdict>>>> verdicts) {
      this.selection = selection;
      this.verdicts = verdicts;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<Integer, Verdict> left = new HashMap<>();
      context
          .sideInput(verdicts)
          .getOrDefault(BatchKey.of(batch), List.of())
          .forEach(part -> part.forEach(verdict -> left.put(verdict.position, verdict)));
      BitSet ordered = selection.order.ordered(batch);
      BitSet keep = comparable(ordered, FeatureRows.of(batch, selection.features));
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      List<Origin> origins = batch.origins();
      for (int row = 0; row < batch.rows(); row++) {
        Optional<Verdict> verdict = Optional.ofNullable(left.get(row));
        if (keep.get(row) && verdict.isEmpty()) {
          continue;
        }
        keep.clear(row);
        String reason = verdict.map(Split::reason).orElse(KeepRanked.MISSING_SCORE);
        String missing = ordered.get(row) ? "a feature" : "column " + selection.order.name();
        context.output(
            StepResult.REJECTED,
            Rejection.dropped(
                ids.get(row),
                domains.get(row),
                origins.get(row),
                selection.step,
                reason,
                verdict.map(Split::evidence).orElse("no value in " + missing)));
      }
      if (!keep.isEmpty()) {
        context.output(selection.after.of(batch.filter(keep), selection.features));
      }
    }

    private static String reason(Verdict verdict) {
      return verdict.likeId.isEmpty() ? KeepRanked.NOT_SELECTED : TOO_SIMILAR;
    }

    private static String evidence(Verdict verdict) {
      return verdict.likeId.isEmpty()
          ? "enough rows before it are kept"
          : "cosine " + (float) verdict.cosine + " with the kept row " + verdict.likeId;
    }
  }
}
