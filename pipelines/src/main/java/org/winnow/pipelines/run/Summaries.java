package org.winnow.pipelines.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.winnow.pipelines.steps.MixStep;
import org.winnow.pipelines.steps.PreparedStep;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Locations;
import org.winnow.schemas.Rejection;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.ScoringPlan;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.StepTable;
import org.winnow.transforms.mix.MixDomains;
import org.winnow.transforms.mix.MixUnit;
import org.winnow.transforms.score.ScoreStore;
import org.winnow.transforms.write.ShardFile;

/**
 * Turns counts into the lines that {@link RunSummary} reads.
 *
 * <p>A count travels as the line that it will be, with no rows, and the number of rows; all counts
 * of a run are summed together.
 */
public final class Summaries {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Coder<KV<String, Long>> COUNT_CODER =
      KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());

  private Summaries() {}

  /** The rows that are left after a step, by domain. */
  public static PTransform<PCollection<CorpusBatch>, PCollection<KV<String, Long>>> kept(
      String step) {
    return counting(new CountKept(step));
  }

  /** What each phase has of each domain, if the step draws a mixture. */
  public static List<PCollection<KV<String, Long>>> ofMixture(
      PreparedStep step, PCollection<CorpusBatch> kept) {
    return step
        .mixture()
        .filter(mix -> mix.export() == MixStep.Export.ROWS)
        .map(
            mix ->
                kept.apply(
                    "Count phases of " + step.label(),
                    counting(new CountMixed(step.label(), mix.unit()))))
        .stream()
        .toList();
  }

  /** The rows that left, by kind, step, reason and domain. */
  public static PTransform<PCollection<Rejection>, PCollection<KV<String, Long>>> rejected() {
    return counting(new CountRejected());
  }

  /** One line for each different line among the counts. */
  public static PTransform<PCollectionList<KV<String, Long>>, PCollection<String>> totals() {
    return new Totals();
  }

  /** One line for each batch whose scores are in the store. */
  static PTransform<PCollection<CorpusBatch>, PCollection<String>> known(
      String step, ScoringPlan plan, Path store) {
    return lines(new KnownLine(step, plan, store.toString()));
  }

  /** One line for each file of a folder. */
  public static PTransform<PCollection<ShardFile>, PCollection<String>> files(String folder) {
    return lines(new FileLine(folder));
  }

  /** One line for each table. */
  public static PTransform<PCollection<StepTable>, PCollection<String>> tables() {
    return lines(new TableLine());
  }

  private static <T> PTransform<PCollection<T>, PCollection<KV<String, Long>>> counting(
      DoFn<T, KV<String, Long>> count) {
    return new Each<>(count, COUNT_CODER);
  }

  private static <T> PTransform<PCollection<T>, PCollection<String>> lines(DoFn<T, String> write) {
    return new Each<>(write, StringUtf8Coder.of());
  }

  private static String line(SummaryLine line) {
    try {
      return JSON.writerFor(SummaryLine.class).writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary line cannot be written: " + line, e);
    }
  }

  private static final class Each<A, B> extends PTransform<PCollection<A>, PCollection<B>> {
    private final DoFn<A, B> function;
    private final transient Coder<B> coder;

    Each(DoFn<A, B> function, Coder<B> coder) {
      this.function = function;
      this.coder = coder;
    }

    @Override
    public PCollection<B> expand(PCollection<A> elements) {
      return elements.apply("Each", ParDo.of(function)).setCoder(coder);
    }
  }

  private static final class Totals
      extends PTransform<PCollectionList<KV<String, Long>>, PCollection<String>> {
    @Override
    public PCollection<String> expand(PCollectionList<KV<String, Long>> counts) {
      return counts
          .apply("Bring counts together", Flatten.pCollections())
          .apply("Sum counts", Sum.longsPerKey())
          .apply("Write counts", ParDo.of(new TotalLine()))
          .setCoder(StringUtf8Coder.of());
    }
  }

  private static final class TotalLine extends DoFn<KV<String, Long>, String> {
    @ProcessElement
    public void process(@Element KV<String, Long> total, OutputReceiver<String> out) {
      out.output(line(SummaryLine.parse(total.getKey()).withRows(total.getValue())));
    }
  }

  private static final class CountKept extends DoFn<CorpusBatch, KV<String, Long>> {
    private final String step;

    CountKept(String step) {
      this.step = step;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      Map<String, Long> rows = new TreeMap<>();
      batch.domains().forEach(domain -> rows.merge(domain, 1L, Long::sum));
      rows.forEach(
          (domain, count) -> out.output(KV.of(line(new SummaryLine.Kept(step, domain, 0)), count)));
      RunBoard.tell(RunBoard.Count.ROWS_KEPT, batch.rows());
    }
  }

  private static final class CountMixed extends DoFn<CorpusBatch, KV<String, Long>> {
    private final String step;
    private final MixUnit unit;

    CountMixed(String step, MixUnit unit) {
      this.step = step;
      this.unit = unit;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      Map<SummaryLine.Mixed, Long> sums = new HashMap<>();
      double[] phases = batch.scores(MixDomains.PHASE);
      List<String> domains = batch.domains();
      long[] measures = unit.measure(batch);
      for (int row = 0; row < phases.length; row++) {
        int phase = (int) phases[row];
        String domain = domains.get(row);
        sums.merge(new SummaryLine.Mixed(step, phase, domain, MixUnit.ROWS, 0), 1L, Long::sum);
        if (unit == MixUnit.TOKENS) {
          sums.merge(new SummaryLine.Mixed(step, phase, domain, unit, 0), measures[row], Long::sum);
        }
      }
      sums.forEach((group, sum) -> out.output(KV.of(line(group), sum)));
    }
  }

  /** Counts within a bundle, because rejections come one by one. */
  private static final class CountRejected extends DoFn<Rejection, KV<String, Long>> {
    private transient Map<SummaryLine.Rejected, Long> rows;

    @StartBundle
    public void startBundle() {
      rows = new HashMap<>();
    }

    @ProcessElement
    public void process(@Element Rejection rejection) {
      SummaryLine.Rejected group =
          new SummaryLine.Rejected(
              rejection.kind(), rejection.step(), rejection.reason(), rejection.domain(), 0);
      rows.merge(group, 1L, Long::sum);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      rows.forEach(
          (group, count) -> {
            context.output(
                KV.of(line(group), count),
                GlobalWindow.INSTANCE.maxTimestamp(),
                GlobalWindow.INSTANCE);
            RunBoard.tellRejected(group.reason(), count);
          });
    }
  }

  private static final class KnownLine extends DoFn<CorpusBatch, String> {
    private final String step;
    private final ScoringPlan plan;
    private final String store;
    private transient DeviceKind device;

    KnownLine(String step, ScoringPlan plan, String store) {
      this.step = step;
      this.plan = plan;
      this.store = store;
    }

    @Setup
    public void setup() {
      device = DeviceKind.of(plan.model().device());
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<String> out) {
      String key = ScoreStore.key(batch.contentHash(), plan.fingerprint(), device);
      if (new ScoreStore(Locations.path(store)).contains(key)) {
        out.output(line(new SummaryLine.Known(step, batch.contentHash(), batch.rows())));
      }
    }
  }

  private static final class TableLine extends DoFn<StepTable, String> {
    @ProcessElement
    public void process(@Element StepTable table, OutputReceiver<String> out) {
      out.output(line(new SummaryLine.Told(table)));
    }
  }

  private static final class FileLine extends DoFn<ShardFile, String> {
    private final String folder;

    FileLine(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(@Element ShardFile file, OutputReceiver<String> out) {
      out.output(line(new SummaryLine.Written(folder, file)));
    }
  }
}
