package org.winnow.transforms.select;

import static java.util.Objects.requireNonNull;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
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
import org.winnow.transforms.Amount;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.DataCoder;
import org.winnow.transforms.Grouping;

/**
 * Adds the column {@value #FRONT}: the Pareto front that each row is in, from 1, see {@link
 * ParetoFronts}. Fronts are told apart as far as they are needed to fill the wanted amount; all
 * rows behind have the number after them. A row without one of the scores is in no front.
 *
 * <p>Score vectors are shuffled, text is not. Each batch first takes out the rows that enough of
 * its own rows dominate; what is left of a group, 8 bytes for each criterion and some 100 more a
 * row, is sorted on one worker, in n log n steps for two criteria and up to n^2 for more.
 */
public final class AddParetoFront
    extends PTransform<PCollection<CorpusBatch>, PCollection<CorpusBatch>> {
  /** Name of the column that is added; lower is better. */
  public static final String FRONT = "pareto.front";

  /** Rows of a group that are sorted at most; they take about 1 GiB with three criteria. */
  private static final int MAX_ROWS = 8_000_000;

  private static final Coder<KV<String, Long>> COUNT_CODER =
      KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());

  private final List<Criterion> criteria;
  private final Amount wanted;
  private final Grouping grouping;

  /**
   * A ranking by fronts.
   *
   * @param criteria at least one; their weights do not matter
   * @param wanted how many rows of each group the fronts have to hold that are told apart
   * @param grouping within which rows are compared
   */
  public AddParetoFront(List<Criterion> criteria, Amount wanted, Grouping grouping) {
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("pareto needs at least one criterion");
    }
    this.criteria = List.copyOf(criteria);
    this.wanted = wanted;
    this.grouping = grouping;
  }

  @Override
  public PCollection<CorpusBatch> expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, Long>> sizes =
        corpus
            .apply("Count candidates", ParDo.of(new CountCandidates(this)))
            .setCoder(COUNT_CODER)
            .apply("Sum candidates", Sum.longsPerKey())
            .apply("View sizes", View.asMap());
    PCollectionView<Map<String, Iterable<RowNumbers>>> fronts =
        corpus
            .apply("Take vectors", ParDo.of(new TakeVectors(this, sizes)).withSideInputs(sizes))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), Vectors.CODER))
            .apply("Bring groups together", GroupByKey.create())
            .apply("Sort fronts", ParDo.of(new SortFronts(wanted, sizes)).withSideInputs(sizes))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), RowNumbers.CODER))
            .apply("View fronts", View.asMultimap());
    return corpus
        .apply("Add fronts", ParDo.of(new AddFronts(fronts)).withSideInputs(fronts))
        .setCoder(CorpusBatchCoder.of());
  }

  /** double[row][criterion], high is best; NaN where a score is absent. */
  private double[][] rows(CorpusBatch batch) {
    double[][] rows = ScoreRows.of(batch, criteria);
    for (double[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = criteria.get(i).goal() == Criterion.Goal.MAXIMIZE ? row[i] : -row[i];
      }
    }
    return rows;
  }

  /**
   * Scores of some rows of a batch.
   *
   * @param batch name of the batch
   * @param positions of the candidates in it
   * @param rows one double[criterion] for each candidate
   * @param behind positions of rows that are certainly behind the fronts that are needed
   */
  private record Vectors(
      String batch, List<Integer> positions, List<double[]> rows, List<Integer> behind) {
    static final Coder<Vectors> CODER = DataCoder.of("vectors", Vectors::write, Vectors::read);

    static Vectors of(String batch) {
      return new Vectors(batch, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private static void write(Vectors block, DataOutput out) throws IOException {
      DataCoder.writeText(block.batch, out);
      out.writeInt(block.rows.size());
      for (int i = 0; i < block.rows.size(); i++) {
        out.writeInt(block.positions.get(i));
        DataCoder.writeLongs(
            Arrays.stream(block.rows.get(i)).mapToLong(Double::doubleToLongBits).toArray(), out);
      }
      out.writeInt(block.behind.size());
      for (int position : block.behind) {
        out.writeInt(position);
      }
    }

    private static Vectors read(DataInput in) throws IOException {
      Vectors block = of(DataCoder.readText(in));
      int rows = in.readInt();
      for (int i = 0; i < rows; i++) {
        block.positions.add(in.readInt());
        block.rows.add(
            Arrays.stream(DataCoder.readLongs(in)).mapToDouble(Double::longBitsToDouble).toArray());
      }
      int behind = in.readInt();
      for (int i = 0; i < behind; i++) {
        block.behind.add(in.readInt());
      }
      return block;
    }
  }

  private static final class CountCandidates extends DoFn<CorpusBatch, KV<String, Long>> {
    private final AddParetoFront ranking;

    CountCandidates(AddParetoFront ranking) {
      this.ranking = ranking;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      List<String> groups = ranking.grouping.groups(batch);
      double[][] rows = ranking.rows(batch);
      Map<String, Long> counts = new TreeMap<>();
      for (int row = 0; row < rows.length; row++) {
        if (ScoreRows.isComplete(rows[row])) {
          counts.merge(groups.get(row), 1L, Long::sum);
        }
      }
      counts.forEach((group, count) -> out.output(KV.of(group, count)));
    }
  }

  private static final class TakeVectors extends DoFn<CorpusBatch, KV<String, Vectors>> {
    private final AddParetoFront ranking;
    private final PCollectionView<Map<String, Long>> sizes;

    TakeVectors(AddParetoFront ranking, PCollectionView<Map<String, Long>> sizes) {
      this.ranking = ranking;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, Long> known = context.sideInput(sizes);
      List<String> groups = ranking.grouping.groups(batch);
      double[][] rows = ranking.rows(batch);
      Map<String, List<Integer>> byGroup = new TreeMap<>();
      for (int row = 0; row < rows.length; row++) {
        if (ScoreRows.isComplete(rows[row])) {
          byGroup.computeIfAbsent(groups.get(row), g -> new ArrayList<>()).add(row);
        }
      }
      String batchKey = BatchKey.of(batch);
      byGroup.forEach(
          (group, positions) -> {
            long enough = ranking.wanted.of(requireNonNull(known.get(group)));
            double[][] own = positions.stream().map(row -> rows[row]).toArray(double[][]::new);
            Vectors block = Vectors.of(batchKey);
            for (int i = 0; i < own.length; i++) {
              if (ParetoFronts.isCandidate(own, i, enough)) {
                block.positions.add(positions.get(i));
                block.rows.add(own[i]);
              } else {
                block.behind.add(positions.get(i));
              }
            }
            context.output(KV.of(group, block));
          });
    }
  }

  private static final class SortFronts
      extends DoFn<KV<String, Iterable<Vectors>>, KV<String, RowNumbers>> {
    private final Amount wanted;
    private final PCollectionView<Map<String, Long>> sizes;

    SortFronts(Amount wanted, PCollectionView<Map<String, Long>> sizes) {
      this.wanted = wanted;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      String group = context.element().getKey();
      List<Vectors> blocks = new ArrayList<>();
      List<double[]> rows = new ArrayList<>();
      for (Vectors block : context.element().getValue()) {
        blocks.add(block);
        rows.addAll(block.rows);
        if (rows.size() > MAX_ROWS) {
          throw new IllegalStateException(
              "pareto: more than "
                  + MAX_ROWS
                  + " rows of the group '"
                  + group
                  + "' may be in its fronts; select fewer rows before, keep fewer, or compare"
                  + " within smaller groups");
        }
      }
      long enough = wanted.of(requireNonNull(context.sideInput(sizes).get(group)));
      ParetoFronts fronts = ParetoFronts.of(rows.toArray(double[][]::new), enough);
      int next = 0;
      for (Vectors block : blocks) {
        RowNumbers numbers = RowNumbers.empty();
        for (int position : block.positions) {
          numbers.add(position, fronts.frontOf()[next++]);
        }
        block.behind.forEach(position -> numbers.add(position, fronts.behind()));
        context.output(KV.of(block.batch, numbers));
      }
    }
  }

  private static final class AddFronts extends DoFn<CorpusBatch, CorpusBatch> {
    private final PCollectionView<Map<String, Iterable<RowNumbers>>> fronts;

    AddFronts(PCollectionView<Map<String, Iterable<RowNumbers>>> fronts) {
      this.fronts = fronts;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      double[] front = new double[batch.rows()];
      Arrays.fill(front, Double.NaN);
      Iterable<RowNumbers> found =
          context.sideInput(fronts).getOrDefault(BatchKey.of(batch), List.of());
      for (RowNumbers part : found) {
        for (int i = 0; i < part.positions().size(); i++) {
          front[part.positions().get(i)] = part.numbers().get(i);
        }
      }
      context.output(batch.withScores(List.of(FRONT), new double[][] {front}));
    }
  }
}
