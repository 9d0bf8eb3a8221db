package org.winnow.runners.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.Folders;
import org.winnow.schemas.Sample;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.bench.BenchReport;
import org.winnow.scorers.bench.RandomModel;
import org.winnow.scorers.bench.ScoringBench;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.transforms.score.ScoreStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code winnow bench score}: how fast samples are scored, and how much faster than published. */
@Command(
    name = "score",
    description =
        "Measures scoring in one process: rates, processor time, phases, memory, the share of the"
            + " machine's matrix-multiply rate, and the ratio to the published procedure (one sample"
            + " for each backward, weight gradients, whole decompositions).",
    mixinStandardHelpOptions = true)
final class BenchScoreCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The size of builtin:reference. */
  private static final String DEFAULT_MODEL = "4,192,6,2,512,4096,128,64";

  private static final List<String> DEFAULT_SETS =
      List.of("loss", "loss,donod", "loss,donod,spectrum");

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "builtin:reference or the folder of a checkpoint; needs --input.")
  private @Nullable String checkpoint;

  @Option(
      names = "--random",
      paramLabel = RandomModel.FORM,
      description =
          "A made-up Llama of this size and as many made-up samples of TOKENS tokens (default:"
              + " "
              + DEFAULT_MODEL
              + ", where no checkpoint is named).")
  private @Nullable String random;

  @Option(
      names = "--scorers",
      paramLabel = "a,b",
      description =
          "Measure these together; may be given several times (default: loss, then with"
              + " donod, then with spectrum).")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Samples for --checkpoint: a file, a glob or a folder.")
  private @Nullable Path input;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Take N rows of the input, evenly spaced (default: 200).")
  private int rows = 200;

  @Option(
      names = "--twin-rows",
      paramLabel = "N",
      description = "Let the published procedure score N of them (default: all; 0: none).")
  private int twinRows = Integer.MAX_VALUE;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Measure N runs after one to warm up; the best counts (default: 2).")
  private int runs = 2;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu:N",
      description =
          "Where the engine runs; the published procedure runs on the CPU (default: auto).")
  private String device = "auto";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the numbers to this file too.")
  private @Nullable Path json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    check(rows >= 1, "--rows: expected at least 1, found " + rows);
    check(runs >= 1, "--runs: expected at least 1, found " + runs);
    check(twinRows >= 0, "--twin-rows: expected at least 0, found " + twinRows);
    check(checkpoint == null || random == null, "--checkpoint and --random exclude each other");
    check((checkpoint == null) == (input == null), "--checkpoint and --input go together");
    List<List<ScorerConfig>> scorers = new ArrayList<>();
    for (String set : sets.isEmpty() ? DEFAULT_SETS : sets) {
      scorers.add(Stream.of(set.split(",")).map(String::trim).map(ScorerConfig::of).toList());
    }
    for (List<ScorerConfig> set : scorers) {
      List<String> problems = ScoringPlan.problems(set);
      check(problems.isEmpty(), "--scorers: " + String.join("; ", problems));
    }
    try {
      if (checkpoint != null && input != null) {
        measure(checkpoint, checkpoint, BenchRows.read(input, rows), scorers);
      } else {
        measureRandom(random == null ? DEFAULT_MODEL : random, scorers);
      }
    } catch (NoSuchFileException e) {
      throw wrong("there is no file, glob match or folder " + e.getMessage());
    } catch (CheckpointException | IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE.number();
  }

  private void measureRandom(String numbers, List<List<ScorerConfig>> scorers) throws IOException {
    RandomModel model = RandomModel.parse(numbers);
    Path folder = Files.createTempDirectory("winnow-bench");
    try {
      model.write(folder);
      measure("random " + numbers, folder.toString(), model.sampleList(), scorers);
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure(
      String title, String folder, List<Sample> samples, List<List<ScorerConfig>> scorers)
      throws IOException {
    ModelSpec model =
        new ModelSpec(
            folder, ModelSpec.CONTEXT, new DeviceChoice(device), WhenTooLong.TRUNCATE_PROMPT);
    Path store = Files.createTempDirectory("winnow-bench-store");
    try {
      BenchReport report =
          new ScoringBench(model, samples, runs, scores -> write(scores, store))
              .run(scorers, twinRows);
      BenchTable.print(title, report, spec.commandLine().getOut());
      spec.commandLine().getOut().flush();
      if (json != null) {
        JSON.writeValue(json.toFile(), report.json());
      }
    } finally {
      Folders.delete(store);
    }
  }

  /** Writes an entry of a score store, the same one every time. */
  private static void write(BatchScores scores, Path store) {
    try {
      new ScoreStore(store).put(ScoreStore.key("benchmark", "benchmark", DeviceKind.CPU), scores);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write scores to " + store, e);
    }
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw wrong(message);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
