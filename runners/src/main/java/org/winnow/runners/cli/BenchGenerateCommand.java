package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.bench.GenerationBench;
import org.winnow.scorers.bench.GenerationReport;
import org.winnow.scorers.checkpoint.CheckpointException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code winnow bench generate}: how fast a checkpoint answers in this process. */
@Command(
    name = "generate",
    description =
        "Measures greedy generation in one process: tokens for each second and processor time, beside"
            + " the same without stored keys and values, and how many tokens agree.",
    mixinStandardHelpOptions = true)
final class BenchGenerateCommand implements Callable<Integer> {
  private static final String REFERENCE = "builtin:reference";

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "builtin:reference or the folder of a checkpoint (default: the former).")
  private String checkpoint = REFERENCE;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Samples whose prompts are answered: a file, a glob or a folder.")
  private @Nullable Path input;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Take N rows of the input, evenly spaced (default: 16).")
  private int rows = 16;

  @Option(
      names = "--new-tokens",
      paramLabel = "N",
      description = "Tokens of each answer (default: 256).")
  private int newTokens = 256;

  @Option(
      names = "--twin-rows",
      paramLabel = "N",
      description = "Answer N of them without stored keys and values too (default: 4).")
  private int twinRows = 4;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu:N",
      description = "Where the model runs (default: auto).")
  private String device = "auto";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    check(rows >= 1, "--rows: expected at least 1, found " + rows);
    check(newTokens >= 1, "--new-tokens: expected at least 1, found " + newTokens);
    check(twinRows >= 1, "--twin-rows: expected at least 1, found " + twinRows);
    try {
      ModelSpec model =
          new ModelSpec(
              checkpoint, ModelSpec.CONTEXT, new DeviceChoice(device), WhenTooLong.REJECT);
      print(new GenerationBench(model, newTokens).run(prompts(), twinRows));
    } catch (NoSuchFileException e) {
      throw wrong("there is no file, glob match or folder " + e.getMessage());
    } catch (CheckpointException | IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE.number();
  }

  private List<List<Message>> prompts() throws IOException {
    List<List<Message>> prompts = new ArrayList<>();
    if (input == null) {
      for (int i = 0; i < rows; i++) {
        String question =
            "A box holds " + (3 + i) + " rows of " + (5 + 2 * i) + " nails. How many?";
        prompts.add(List.of(new Message(Role.USER, question)));
      }
      return prompts;
    }
    for (Sample sample : BenchRows.read(input, rows)) {
      List<Message> messages = sample.messages();
      int last = messages.size() - 1;
      boolean isAnswered = messages.get(last).role() == Role.ASSISTANT;
      prompts.add(isAnswered && last > 0 ? messages.subList(0, last) : messages);
    }
    return prompts;
  }

  private void print(GenerationReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "model     %s%nrequests  %d, %,d tokens of prompts, %,d of answers; %d threads%n%n",
        checkpoint,
        report.requests(),
        report.promptTokens(),
        report.newTokens(),
        report.workers());
    out.printf(
        Locale.ROOT,
        "%-28s %12s %16s %10s%n",
        "keys and values",
        "tokens/s",
        "cpu ms/token",
        "tokens");
    line(out, "stored", report.newTokens(), report.wallSeconds(), report.processorSeconds());
    line(
        out,
        "computed anew (slow twin)",
        report.twinTokens(),
        report.twinWallSeconds(),
        report.twinProcessorSeconds());
    out.printf(
        Locale.ROOT,
        "%nprocessor time for a token: %.1f times less; %,d of %,d tokens are the same%n",
        report.ratio(),
        report.equalTokens(),
        report.twinTokens());
    out.flush();
  }

  private static void line(
      PrintWriter out, String title, long tokens, double wall, double processor) {
    out.printf(
        Locale.ROOT,
        "%-28s %,12.1f %,16.3f %,10d%n",
        title,
        tokens / wall,
        1000 * processor / tokens,
        tokens);
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
