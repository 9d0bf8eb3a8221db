package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.bench.ProcessMeter;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.synth.rule.PrincipleTeacher;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.ultraprompt.AnswerLossReward;
import org.winnow.synth.ultraprompt.Principles;
import org.winnow.synth.ultraprompt.Reward;
import org.winnow.synth.ultraprompt.SearchModels;
import org.winnow.synth.ultraprompt.SearchSettings;
import org.winnow.synth.ultraprompt.SearchTree;
import org.winnow.synth.ultraprompt.SeedInstruction;
import org.winnow.synth.ultraprompt.UltraPrompt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code winnow bench search}: how many trees of UltraPrompt are searched well at once. */
@Command(
    name = "search",
    description =
        "Searches the same trees several times, each time with more of them at work at once: responses"
            + " for each second, processor time, and whether the trees are the same.",
    mixinStandardHelpOptions = true)
final class BenchSearchCommand implements Callable<Integer> {
  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "Responds and judges: builtin:reference or the folder of a checkpoint (default: the former).")
  private String checkpoint = "builtin:reference";

  @Option(names = "--trees", paramLabel = "N", description = "Trees to search (default: 32).")
  private int trees = 32;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Rewrites of each tree (default: 2).")
  private int iterations = 2;

  @Option(
      names = "--new-tokens",
      paramLabel = "N",
      description = "Tokens of a response at most (default: 64).")
  private int newTokens = 64;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu:N",
      description = "Where the model runs (default: auto).")
  private String device = "auto";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    check(trees >= 1, "--trees: expected at least 1, found " + trees);
    check(iterations >= 0, "--iterations: expected at least 0, found " + iterations);
    check(newTokens >= 1, "--new-tokens: expected at least 1, found " + newTokens);
    try {
      ModelSpec model =
          new ModelSpec(
              checkpoint, ModelSpec.CONTEXT, new DeviceChoice(device), WhenTooLong.REJECT);
      measure(model);
    } catch (CheckpointException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return ExitCode.DONE.number();
  }

  private void measure(ModelSpec model) {
    PrintWriter out = spec.commandLine().getOut();
    try (Teacher teacher = new PrincipleTeacher();
        CountedTeacher responder =
            new CountedTeacher(LocalTeacher.open(model, new AnswerReader(PriceList.NONE)));
        Reward reward = AnswerLossReward.open(model)) {
      UltraPrompt search =
          new UltraPrompt(
              new SearchModels(
                  teacher,
                  GenerationParameters.of(PrincipleTeacher.MODEL).withSeed(1),
                  responder,
                  GenerationParameters.of(LocalTeacher.modelName(model.checkpoint()))
                      .withTemperature(1)
                      .withMaxTokens(newTokens)
                      .withSeed(1),
                  reward));
      search.run(starts(Math.min(trees, 4)), 4, tree -> {}); // warms up
      out.printf(
          Locale.ROOT,
          "model  %s; %,d trees of %d iterations, up to %d tokens a response%n%n%-8s %10s %12s %14s"
              + " %8s  %s%n",
          checkpoint,
          trees,
          iterations,
          newTokens,
          "at once",
          "seconds",
          "responses/s",
          "cpu ms/response",
          "speed",
          "trees");
      List<SearchTree> first = List.of();
      double alone = 0;
      for (int together = 1; together == 1 || together / 2 < trees; together *= 2) {
        responder.asked.set(0);
        double processor = ProcessMeter.processorSeconds();
        long start = System.nanoTime();
        List<SearchTree> found = search.run(starts(trees), together, tree -> {}).trees();
        double seconds = (System.nanoTime() - start) / 1e9;
        double processorSeconds = ProcessMeter.processorSeconds() - processor;
        if (together == 1) {
          first = found;
          alone = seconds;
        }
        long responses = responder.asked.get();
        out.printf(
            Locale.ROOT,
            "%-8d %10.1f %12.1f %14.1f %7.2fx  %s%n",
            together,
            seconds,
            responses / seconds,
            1000 * processorSeconds / responses,
            alone / seconds,
            found.equals(first) ? "the same" : "OTHERS");
        out.flush();
      }
    }
  }

  private List<SearchTree> starts(int count) {
    List<SearchTree> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SeedInstruction seed =
          new SeedInstruction(
              "seed " + i,
              "math",
              "A box holds " + (3 + i) + " rows of " + (5 + 2 * i) + " nails. How many?");
      starts.add(
          SearchTree.start(
              seed,
              Principles.builtin().actions(seed),
              SearchSettings.standard(1).withIterations(iterations)));
    }
    return starts;
  }

  /** Counts what is asked, that which is cut off and of no use too. */
  private record CountedTeacher(Teacher teacher, AtomicLong asked) implements Teacher {
    CountedTeacher(Teacher teacher) {
      this(teacher, new AtomicLong());
    }

    @Override
    public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
      asked.addAndGet(requests.size());
      return teacher.answer(requests, listener);
    }

    @Override
    public void close() {
      teacher.close();
    }
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
