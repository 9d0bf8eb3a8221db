package org.winnow.transforms.hygiene;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
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
import org.winnow.schemas.Abbreviation;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.MetaFields;
import org.winnow.transforms.BusyTime;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.StepTable;
import org.winnow.transforms.read.InputFile;
import org.winnow.transforms.read.ReadTarget;

/**
 * Finds rows that repeat test rows of benchmarks, and drops or tags them.
 *
 * <p>The test rows become one {@link BenchmarkIndex}, which every worker holds as a side input; the
 * corpus is read once and no row moves. A row that is hit names the test row that it covers most
 * of, the first of equals in the order of benchmark, file and row.
 *
 * <p>Two tables tell of each benchmark, also of one that no row comes near: how many of its test
 * rows were hit and by how many rows, and the {@value ContaminationTally#CLOSEST} rows that come
 * closest.
 */
public final class Decontaminate extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** The reason in rejections. */
  public static final String CONTAMINATED = "contaminated";

  /** Column that tagging adds: the greatest share of a test row that the row covers; in [0, 1]. */
  public static final String COVERAGE = "decontaminate.coverage";

  private static final TupleTag<ContaminationTally> TALLIES = new TupleTag<>("tallies") {};

  private final String step;
  private final ContaminationRule rule;
  private final List<InputFile> benchmarks;
  private final Action action;

  /** What happens to a row that is hit. */
  public enum Action {
    /** It leaves the corpus. */
    DROP,
    /**
     * It stays. Every row gets the column {@value Decontaminate#COVERAGE}; the meta of a row that
     * is hit gets a field of the step's name with the test row and the words that both have.
     */
    TAG
  }

  /**
   * A decontamination.
   *
   * @param step name of the step in rejections
   * @param rule when a row is hit
   * @param benchmarks files with at least one test row; their domains are the benchmarks' names
   */
  public Decontaminate(
      String step, ContaminationRule rule, List<InputFile> benchmarks, Action action) {
    this.step = step;
    this.rule = rule;
    this.benchmarks = List.copyOf(benchmarks);
    this.action = action;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    StepResult read =
        corpus.getPipeline().apply("Read benchmarks", new ReadTarget(step, benchmarks));
    PCollectionView<BenchmarkIndex> index =
        read.kept()
            .apply("Take test rows", ParDo.of(new TakeRows(rule.against())))
            .setCoder(KvCoder.of(VarIntCoder.of(), BenchmarkRow.CODER))
            .apply("Bring test rows together", GroupByKey.create())
            .apply("Index test rows", ParDo.of(new BuildIndex(rule)))
            .setCoder(BenchmarkIndex.CODER)
            .apply("View index", View.asSingleton());
    PCollectionTuple compared =
        corpus.apply(
            "Compare with test rows",
            ParDo.of(new Compare(step, action, index))
                .withSideInputs(index)
                .withOutputTags(
                    StepResult.KEPT, TupleTagList.of(StepResult.REJECTED).and(TALLIES)));
    return new StepResult(
        compared.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        PCollectionList.of(compared.get(StepResult.REJECTED).setCoder(RejectionCoder.of()))
            .and(read.rejected())
            .apply("Bring rejections together", Flatten.pCollections())
            .setCoder(RejectionCoder.of()),
        Optional.of(tables(compared.get(TALLIES), index)));
  }

  private PCollection<StepTable> tables(
      PCollection<ContaminationTally> tallies, PCollectionView<BenchmarkIndex> index) {
    List<String> names = benchmarks.stream().map(InputFile::domain).distinct().toList();
    return tallies
        .setCoder(ContaminationTally.CODER)
        .apply("Merge tallies", Combine.globally(ContaminationTally::merge).withoutDefaults())
        .apply("Make tables", ParDo.of(new MakeTables(step, names, index)).withSideInputs(index))
        .setCoder(StepTable.CODER);
  }

  private static final class TakeRows extends DoFn<CorpusBatch, KV<Integer, BenchmarkRow>> {
    private final SamplePart part;

    TakeRows(SamplePart part) {
      this.part = part;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<Integer, BenchmarkRow>> out) {
      batch.samples().forEach(sample -> out.output(KV.of(0, BenchmarkRow.of(sample, part))));
    }
  }

  private static final class BuildIndex
      extends DoFn<KV<Integer, Iterable<BenchmarkRow>>, BenchmarkIndex> {
    private final ContaminationRule rule;

    BuildIndex(ContaminationRule rule) {
      this.rule = rule;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<BenchmarkRow>> rows, OutputReceiver<BenchmarkIndex> out) {
      List<BenchmarkRow> all = new ArrayList<>();
      rows.getValue().forEach(all::add);
      out.output(BenchmarkIndex.of(rule, all));
    }
  }

  private static final class MakeTables extends DoFn<ContaminationTally, StepTable> {
    private final String step;
    private final List<String> benchmarks;
    private final PCollectionView<BenchmarkIndex> index;

    MakeTables(String step, List<String> benchmarks, PCollectionView<BenchmarkIndex> index) {
      this.step = step;
      this.benchmarks = benchmarks;
      this.index = index;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.element().tables(step, benchmarks, context.sideInput(index)).forEach(context::output);
    }
  }

  private static final class Compare extends DoFn<CorpusBatch, CorpusBatch> {
    private final String step;
    private final Action action;
    private final PCollectionView<BenchmarkIndex> index;

    Compare(String step, Action action, PCollectionView<BenchmarkIndex> index) {
      this.step = step;
      this.action = action;
      this.index = index;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      try (BusyTime busy = BusyTime.start(step)) {
        ContaminationTally tally = new ContaminationTally();
        compare(
            batch,
            context.sideInput(index),
            tally,
            busy.outside(context::output),
            busy.outside(rejection -> context.output(StepResult.REJECTED, rejection)));
        busy.<ContaminationTally>outside(all -> context.output(TALLIES, all)).accept(tally);
      }
      RunBoard.add(step, RunBoard.Count.ROWS, batch.rows());
    }

    private void compare(
        CorpusBatch batch,
        BenchmarkIndex known,
        ContaminationTally tally,
        Consumer<CorpusBatch> kept,
        Consumer<Rejection> rejected) {
      BitSet hit = new BitSet(batch.rows());
      double[] coverage = new double[batch.rows()];
      List<Sample> samples = new ArrayList<>(batch.samples());
      for (int row = 0; row < coverage.length; row++) {
        Sample sample = samples.get(row);
        Comparison comparison = known.compare(sample.messages());
        tally.add(sample, comparison, known);
        Optional<Comparison.Match> match = comparison.best();
        coverage[row] = match.map(Comparison.Match::share).orElse(0.0);
        if (match.isPresent() && match.get().isHit()) {
          hit.set(row);
          switch (action) {
            case DROP -> rejected.accept(rejection(sample, match.get()));
            case TAG -> samples.set(row, noted(sample, match.get()));
          }
        }
      }
      switch (action) {
        case DROP -> drop(batch, hit, kept);
        case TAG ->
            kept.accept(
                (hit.isEmpty() ? batch : CorpusBatch.of(samples))
                    .withScores(List.of(COVERAGE), new double[][] {coverage}));
      }
    }

    private static void drop(CorpusBatch batch, BitSet hit, Consumer<CorpusBatch> kept) {
      BitSet keep = (BitSet) hit.clone();
      keep.flip(0, batch.rows());
      if (!keep.isEmpty()) {
        kept.accept(batch.filter(keep));
      }
    }

    private Sample noted(Sample sample, Comparison.Match match) {
      ObjectNode note =
          JsonNodeFactory.instance
              .objectNode()
              .put("benchmark", match.benchmark())
              .put("file", match.file())
              .put("row", match.row())
              .put("covered_words", match.covered())
              .put("words", match.words())
              .put("span", Abbreviation.of(match.span(), Rejection.MAX_EVIDENCE_CHARS));
      return sample.withMeta(MetaFields.with(sample.meta(), step, note));
    }

    private Rejection rejection(Sample sample, Comparison.Match match) {
      return Rejection.dropped(
          sample.id(),
          sample.domain(),
          sample.origin(),
          step,
          CONTAMINATED,
          match.testRow()
              + ": "
              + match.covered()
              + " of "
              + match.words()
              + " words ("
              + percent(match)
              + "%)"
              + (match.otherHits() > 0 ? " and " + match.otherHits() + " more test rows" : "")
              + ", longest: "
              + match.span());
    }

    /** Rounded down, so that what is not more than half is not shown as more. */
    private static BigDecimal percent(Comparison.Match match) {
      return BigDecimal.valueOf(100L * match.covered())
          .divide(BigDecimal.valueOf(match.words()), 1, RoundingMode.DOWN);
    }
  }
}
