package org.winnow.pipelines.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;
import org.winnow.scorers.ScoringPlan;
import org.winnow.transforms.CountRows;
import org.winnow.transforms.score.ScoreStore;
import org.winnow.transforms.write.ShardFile;

/** Turns counts into the lines that {@link RunSummary} reads. */
public final class Summaries {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Summaries() {}

  /** One line for each domain: the rows that are left after a step. */
  public static PTransform<PCollection<CorpusBatch>, PCollection<String>> kept(String step) {
    return new Kept(step);
  }

  /** One line for each kind, step, reason and domain: the rows that left. */
  public static PTransform<PCollection<Rejection>, PCollection<String>> rejected() {
    return new Rejected();
  }

  /** One line for each batch whose scores are in the store. */
  static PTransform<PCollection<CorpusBatch>, PCollection<String>> known(
      String step, ScoringPlan plan, Path store) {
    return new Known(step, plan.fingerprint(), store.toString());
  }

  /** One line for each file of a folder. */
  public static PTransform<PCollection<ShardFile>, PCollection<String>> files(String folder) {
    return new Files(folder);
  }

  private static String line(SummaryLine line) {
    try {
      return JSON.writerFor(SummaryLine.class).writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary line cannot be written: " + line, e);
    }
  }

  private static final class Kept
      extends PTransform<PCollection<CorpusBatch>, PCollection<String>> {
    private final String step;

    Kept(String step) {
      this.step = step;
    }

    @Override
    public PCollection<String> expand(PCollection<CorpusBatch> corpus) {
      return corpus
          .apply("Count rows", new CountRows.InDomains())
          .apply("Write counts", ParDo.of(new KeptLine(step)))
          .setCoder(StringUtf8Coder.of());
    }
  }

  private static final class KeptLine extends DoFn<KV<String, Long>, String> {
    private final String step;

    KeptLine(String step) {
      this.step = step;
    }

    @ProcessElement
    public void process(@Element KV<String, Long> count, OutputReceiver<String> out) {
      out.output(line(new SummaryLine.Kept(step, count.getKey(), count.getValue())));
    }
  }

  private static final class Known
      extends PTransform<PCollection<CorpusBatch>, PCollection<String>> {
    private final KnownLine lookUp;

    Known(String step, String fingerprint, String store) {
      lookUp = new KnownLine(step, fingerprint, store);
    }

    @Override
    public PCollection<String> expand(PCollection<CorpusBatch> corpus) {
      return corpus.apply("Look up batches", ParDo.of(lookUp)).setCoder(StringUtf8Coder.of());
    }
  }

  private static final class KnownLine extends DoFn<CorpusBatch, String> {
    private final String step;
    private final String fingerprint;
    private final String store;

    KnownLine(String step, String fingerprint, String store) {
      this.step = step;
      this.fingerprint = fingerprint;
      this.store = store;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<String> out) {
      String key = ScoreStore.key(batch.contentHash(), fingerprint);
      if (new ScoreStore(Path.of(store)).contains(key)) {
        out.output(line(new SummaryLine.Known(step, batch.contentHash(), batch.rows())));
      }
    }
  }

  private static final class Rejected
      extends PTransform<PCollection<Rejection>, PCollection<String>> {
    @Override
    public PCollection<String> expand(PCollection<Rejection> rejections) {
      return rejections
          .apply("Name groups", ParDo.of(new NameGroup()))
          .setCoder(StringUtf8Coder.of())
          .apply("Count groups", Count.perElement())
          .apply("Write counts", ParDo.of(new RejectedLine()))
          .setCoder(StringUtf8Coder.of());
    }
  }

  private static final class NameGroup extends DoFn<Rejection, String> {
    @ProcessElement
    public void process(@Element Rejection rejection, OutputReceiver<String> out) {
      out.output(
          line(
              new SummaryLine.Rejected(
                  rejection.kind(), rejection.step(), rejection.reason(), rejection.domain(), 0)));
    }
  }

  private static final class RejectedLine extends DoFn<KV<String, Long>, String> {
    @ProcessElement
    public void process(@Element KV<String, Long> group, OutputReceiver<String> out) {
      SummaryLine.Rejected named = (SummaryLine.Rejected) SummaryLine.parse(group.getKey());
      out.output(
          line(
              new SummaryLine.Rejected(
                  named.kind(), named.step(), named.reason(), named.domain(), group.getValue())));
    }
  }

  private static final class Files extends PTransform<PCollection<ShardFile>, PCollection<String>> {
    private final String folder;

    Files(String folder) {
      this.folder = folder;
    }

    @Override
    public PCollection<String> expand(PCollection<ShardFile> files) {
      return files
          .apply("Write files", ParDo.of(new FileLine(folder)))
          .setCoder(StringUtf8Coder.of());
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
