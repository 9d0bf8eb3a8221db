package org.winnow.scorers.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.winnow.schemas.Message;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.generate.Generation;
import org.winnow.scorers.generate.GenerationOptions;
import org.winnow.scorers.generate.GenerationRequest;
import org.winnow.scorers.generate.TextGenerator;
import org.winnow.scorers.runtime.Decoder;
import org.winnow.scorers.runtime.ModelWorkers;
import org.winnow.scorers.runtime.NextTokens;
import org.winnow.scorers.runtime.TorchRuntime;
import org.winnow.scorers.runtime.WholeSequenceTwin;
import org.winnow.scorers.text.Prompt;
import org.winnow.scorers.text.PromptEncoder;

/** Measures greedy generation beside its slow twin, which computes every sequence anew. */
public final class GenerationBench {
  private final ModelSpec model;
  private final EngineSettings settings;
  private final GenerationOptions options;

  /**
   * A benchmark.
   *
   * @param newTokens tokens of each answer
   */
  public GenerationBench(ModelSpec model, int newTokens) {
    this.model = model;
    this.settings = EngineSettings.standard(DeviceKind.of(model.device()));
    this.options = new GenerationOptions(newTokens, 0, 0, 1, 0, List.of(), true);
  }

  /**
   * Answers all conversations, after the first few to warm up, and some by the twin.
   *
   * @param twinRequests how many the twin answers too
   * @throws IllegalArgumentException if a conversation cannot be answered
   */
  public GenerationReport run(List<List<Message>> conversations, int twinRequests) {
    List<GenerationRequest> requests =
        conversations.stream().map(c -> new GenerationRequest(c, options)).toList();
    List<Generation.Answer> answers = new ArrayList<>();
    double wall;
    double processor;
    try (TextGenerator generator = TextGenerator.open(model, settings)) {
      generator.generate(requests.subList(0, Math.min(requests.size(), settings.workers())));
      double processorBefore = ProcessMeter.processorSeconds();
      long before = System.nanoTime();
      for (Generation result : generator.generate(requests)) {
        if (result instanceof Generation.Answer answer) {
          answers.add(answer);
        } else {
          throw new IllegalArgumentException("a conversation cannot be answered: " + result);
        }
      }
      wall = (System.nanoTime() - before) / 1e9;
      processor = ProcessMeter.processorSeconds() - processorBefore;
    }
    int some = Math.min(twinRequests, requests.size());
    List<long[]> prompts = prompts(requests.subList(0, some));
    TwinRun twin = twin(prompts, answers.subList(0, some));
    return new GenerationReport(
        requests.size(),
        answers.stream().mapToLong(Generation.Answer::promptTokens).sum(),
        answers.stream().mapToLong(answer -> answer.tokens().length).sum(),
        wall,
        processor,
        answers.stream().limit(some).mapToLong(answer -> answer.tokens().length).sum(),
        twin.wall,
        twin.processor,
        twin.equal,
        settings.workers());
  }

  private List<long[]> prompts(List<GenerationRequest> requests) {
    try (PromptEncoder encoder = PromptEncoder.open(Checkpoint.inspect(model.checkpoint()))) {
      return requests.stream()
          .map(request -> ((Prompt.Tokens) encoder.encode(request.messages())).ids())
          .toList();
    }
  }

  /** Seconds that the twin took once it was loaded and warm, and how many tokens are the same. */
  private record TwinRun(double wall, double processor, long equal) {}

  /** Generates as many tokens as the answers have. */
  private TwinRun twin(List<long[]> prompts, List<Generation.Answer> answers) {
    Checkpoint checkpoint = Checkpoint.inspect(model.checkpoint());
    try (Decoder decoder =
            Decoder.load(
                TorchRuntime.newManager(model.device()),
                checkpoint,
                checkpoint.decoder().maxPositions(),
                settings.logitBudget(),
                DeviceKind.of(model.device()).precision());
        ModelWorkers threads = new ModelWorkers(settings.workers(), checkpoint.name())) {
      WholeSequenceTwin twin = new WholeSequenceTwin(decoder);
      List<Callable<Long>> warmUp = new ArrayList<>();
      for (long[] prompt : prompts.subList(0, Math.min(prompts.size(), settings.workers()))) {
        warmUp.add(() -> equalTokens(twin, prompt, new long[] {0}));
      }
      threads.runAll(warmUp);
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        long[] prompt = prompts.get(i);
        long[] expected = answers.get(i).tokens();
        tasks.add(() -> equalTokens(twin, prompt, expected));
      }
      double processorBefore = ProcessMeter.processorSeconds();
      long before = System.nanoTime();
      List<Long> equal = threads.runAll(tasks);
      return new TwinRun(
          (System.nanoTime() - before) / 1e9,
          ProcessMeter.processorSeconds() - processorBefore,
          equal.stream().mapToLong(Long::longValue).sum());
    }
  }

  private static long equalTokens(WholeSequenceTwin twin, long[] prompt, long[] expected) {
    long equal = 0;
    long[] tokens = prompt;
    for (long token : expected) {
      int next;
      try (NextTokens found = twin.next(tokens)) {
        next = found.mostLikely(0);
      }
      equal += next == token ? 1 : 0;
      tokens = Arrays.copyOf(tokens, tokens.length + 1);
      tokens[tokens.length - 1] = next;
    }
    return equal;
  }
}
