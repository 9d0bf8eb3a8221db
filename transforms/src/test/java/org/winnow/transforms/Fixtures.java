package org.winnow.transforms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;

/** Tiny corpora, and pipelines that run on the direct runner and hand back their elements. */
public final class Fixtures {
  private static final Map<Long, ConcurrentLinkedQueue<Object>> GATHERED =
      new ConcurrentHashMap<>();
  private static final AtomicLong COLLECTIONS = new AtomicLong();

  private Fixtures() {}

  /**
   * What a step gave back.
   *
   * @param kept in the order of domain, file and row; copies side by side
   * @param rejected in the same order
   * @param tables in the order of their names
   */
  public record Outcome(List<Sample> kept, List<Rejection> rejected, List<StepTable> tables) {
    /** What a step gave back that tells nothing of itself. */
    public Outcome(List<Sample> kept, List<Rejection> rejected) {
      this(kept, rejected, List.of());
    }

    /** The rows of the table of that name. */
    public List<List<StepTable.Cell>> table(String name) {
      return tables.stream()
          .filter(table -> table.name().equals(name))
          .map(StepTable::rows)
          .findFirst()
          .orElseThrow();
    }

    /** Files and rows that stay, such as {@code a.jsonl:3}. */
    public List<String> keptPlaces() {
      return kept.stream().map(s -> s.origin().file() + ":" + s.origin().row()).toList();
    }

    /** Files and rows that left. */
    public List<String> rejectedPlaces() {
      return rejected.stream().map(r -> r.file() + ":" + r.row()).toList();
    }
  }

  /** Row {@code row} of {@code domain.jsonl}, unlike every other row. */
  public static Sample sample(String domain, int row) {
    return sample(domain, domain + ".jsonl", row, "What is " + row + " in " + domain + "?");
  }

  /** A question from a stated place; the question alone decides on the id. */
  public static Sample sample(String domain, String file, int row, String question) {
    return Sample.of(
        domain,
        List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, "It is so.")),
        Origin.ofRow(file, row),
        "{}");
  }

  /** Rows 1, 2, ... of a domain, with these values in the column {@code q}; NaN is absent. */
  public static List<Sample> scored(String domain, double... values) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      samples.add(sample(domain, i + 1).withScores(Scores.of(List.of("q"), values[i])));
    }
    return samples;
  }

  /** Rows 1 to {@code count} of a domain, without scores. */
  public static List<Sample> rows(String domain, int count) {
    List<Sample> samples = new ArrayList<>();
    for (int row = 1; row <= count; row++) {
      samples.add(sample(domain, row));
    }
    return samples;
  }

  /** All samples of several lists. */
  @SafeVarargs
  public static List<Sample> together(List<Sample>... parts) {
    List<Sample> all = new ArrayList<>();
    for (List<Sample> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  /** The samples in batches of {@code size} rows. */
  public static List<CorpusBatch> batches(List<Sample> samples, int size) {
    List<CorpusBatch> batches = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += size) {
      batches.add(CorpusBatch.of(samples.subList(from, Math.min(from + size, samples.size()))));
    }
    return batches;
  }

  /** The same samples in another order, which {@code seed} draws. */
  public static List<Sample> shuffled(List<Sample> samples, long seed) {
    List<Sample> copy = new ArrayList<>(samples);
    Collections.shuffle(copy, new Random(seed));
    return copy;
  }

  /** An empty pipeline on the direct runner. */
  public static Pipeline pipeline() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2").create());
  }

  /** Runs a pipeline on the direct runner to its end. */
  public static void run(Pipeline pipeline) {
    WakeUps.addTo(pipeline);
    pipeline.run().waitUntilFinish();
  }

  /** Batches as the input of a step; the list may be empty. */
  public static PCollection<CorpusBatch> corpus(Pipeline pipeline, List<CorpusBatch> batches) {
    return pipeline.apply("Corpus", Create.of(batches).withCoder(CorpusBatchCoder.of()));
  }

  /** Runs a step over batches. */
  public static Outcome run(
      List<CorpusBatch> batches, PTransform<PCollection<CorpusBatch>, StepResult> step) {
    Pipeline pipeline = pipeline();
    StepResult result = corpus(pipeline, batches).apply("Step", step);
    Gathered<CorpusBatch> kept = gather("Gather kept", result.kept());
    Gathered<Rejection> rejected = gather("Gather rejected", result.rejected());
    Optional<Gathered<StepTable>> tables =
        result.tables().map(some -> gather("Gather tables", some));
    run(pipeline);
    Outcome rows = outcome(kept.elements(), rejected.elements());
    return new Outcome(
        rows.kept(),
        rows.rejected(),
        tables.map(Gathered::elements).orElse(List.of()).stream()
            .sorted(Comparator.comparing(StepTable::name))
            .toList());
  }

  /** The rows of some batches, and rejections, in a stated order. */
  public static Outcome outcome(List<CorpusBatch> kept, List<Rejection> rejected) {
    List<Sample> samples = new ArrayList<>();
    kept.forEach(batch -> samples.addAll(batch.samples()));
    samples.sort(
        Comparator.comparing(Sample::domain)
            .thenComparing((Sample s) -> s.origin().file())
            .thenComparing(s -> s.origin().row()));
    List<Rejection> rejections = new ArrayList<>(rejected);
    rejections.sort(
        Comparator.comparing(Rejection::domain)
            .thenComparing(Rejection::file)
            .thenComparing(Rejection::row));
    return new Outcome(samples, rejections);
  }

  /** Notes down the elements of a collection while its pipeline runs. */
  public static <T> Gathered<T> gather(String name, PCollection<T> collection) {
    long number = COLLECTIONS.incrementAndGet();
    GATHERED.put(number, new ConcurrentLinkedQueue<>());
    collection.apply(name, ParDo.of(new Gather<T>(number)));
    return new Gathered<>(number);
  }

  /**
   * The elements of a collection, once its pipeline has run.
   *
   * @param <T> type of the elements
   */
  public static final class Gathered<T> {
    private final long number;

    private Gathered(long number) {
      this.number = number;
    }

    /** The elements, in no order. */
    @SuppressWarnings("unchecked")
    public List<T> elements() {
      return (List<T>) List.copyOf(GATHERED.getOrDefault(number, new ConcurrentLinkedQueue<>()));
    }
  }

  private static final class Gather<T> extends DoFn<T, Void> {
    private final long number;

    Gather(long number) {
      this.number = number;
    }

    @ProcessElement
    public void process(@Element T element) {
      GATHERED.computeIfAbsent(number, n -> new ConcurrentLinkedQueue<>()).add(element);
    }
  }
}
