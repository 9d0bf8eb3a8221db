package org.winnow.scorers.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.runtime.Decoder;
import org.winnow.scorers.runtime.ModelWorkers;
import org.winnow.scorers.runtime.NextTokens;
import org.winnow.scorers.runtime.Sequence;
import org.winnow.scorers.runtime.Splitting;
import org.winnow.scorers.runtime.StepwiseDecoder;
import org.winnow.scorers.runtime.TorchRuntime;
import org.winnow.scorers.text.Prompt;
import org.winnow.scorers.text.PromptEncoder;

/**
 * Answers conversations with a checkpoint, in this process.
 *
 * <p>Guarantees: the i-th result belongs to the i-th request. An answer depends on its request and
 * the checkpoint alone, not on the requests beside it, their order or the number of threads. Safe
 * for many threads. Memory: the weights, and for each request at work (up to {@value
 * StepwiseDecoder#SLOTS} for each worker) keys and values of its prompt and longest answer.
 *
 * <pre>{@code
 * try (TextGenerator generator = TextGenerator.open(ModelSpec.of("builtin:reference"))) {
 *   generator.generate(List.of(new GenerationRequest(messages, GenerationOptions.greedy(256))));
 * }
 * }</pre>
 */
public final class TextGenerator implements AutoCloseable {
  private final Checkpoint checkpoint;
  private final int positions;
  private final PromptEncoder encoder;
  private final Decoder decoder;
  private final StepwiseDecoder steps;
  private final int workers;
  private final ModelWorkers threads;

  private TextGenerator(
      Checkpoint checkpoint, int positions, PromptEncoder encoder, Decoder decoder, int workers) {
    this.checkpoint = checkpoint;
    this.positions = positions;
    this.encoder = encoder;
    this.decoder = decoder;
    this.steps = new StepwiseDecoder(decoder);
    this.workers = workers;
    this.threads = new ModelWorkers(workers, checkpoint.name());
  }

  /**
   * Loads a model; the caller closes the generator.
   *
   * @param wanted {@code maxTokens} bounds prompt and answer together; prompts are never cut
   * @throws CheckpointException if the checkpoint cannot be used, or not in so long a context
   */
  public static TextGenerator open(ModelSpec wanted) {
    DeviceKind kind = DeviceKind.of(wanted.device());
    return open(wanted, EngineSettings.standard(kind));
  }

  /** The same with as many workers, and as many logits at once, as set. */
  public static TextGenerator open(ModelSpec wanted, EngineSettings settings) {
    Checkpoint checkpoint = Checkpoint.inspect(wanted.checkpoint());
    ModelSpec model = wanted.within(checkpoint.decoder().maxPositions());
    PromptEncoder encoder = PromptEncoder.open(checkpoint);
    try {
      Decoder decoder =
          Decoder.load(
              TorchRuntime.newManager(model.device()),
              checkpoint,
              model.maxTokens(),
              settings.logitBudget(),
              DeviceKind.of(model.device()).precision());
      return new TextGenerator(checkpoint, model.maxTokens(), encoder, decoder, settings.workers());
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /** Hears of each result as soon as it is there, on any thread, several at once. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A request has its result.
     *
     * @param index of the request in its list, from 0
     */
    void hear(int index, Generation result);
  }

  /** Requests that are being answered. */
  private record Work(
      List<GenerationRequest> requests,
      AtomicInteger waiting,
      Queue<Integer> returned,
      AtomicReferenceArray<Generation> results,
      AtomicBoolean stopped,
      Listener listener) {
    /** The next request that no worker has, if the results are still wanted. */
    OptionalInt take() {
      if (stopped.get()) {
        return OptionalInt.empty();
      }
      Integer again = returned.poll();
      int index = again == null ? waiting.getAndIncrement() : again;
      return index < requests.size() ? OptionalInt.of(index) : OptionalInt.empty();
    }

    void finish(int index, Generation result) {
      results.set(index, result);
      listener.hear(index, result);
    }
  }

  /**
   * Answers requests; blocks until all are done.
   *
   * @return what became of each request, in order
   * @throws CancellationException if the calling thread is interrupted
   */
  public List<Generation> generate(List<GenerationRequest> requests) {
    return generate(requests, (index, result) -> {});
  }

  /**
   * The same with a listener. What it throws ends the whole; it hears of nothing any more once this
   * has returned or thrown.
   */
  public List<Generation> generate(List<GenerationRequest> requests, Listener listener) {
    Work work =
        new Work(
            requests,
            new AtomicInteger(),
            new ConcurrentLinkedQueue<>(),
            new AtomicReferenceArray<>(requests.size()),
            new AtomicBoolean(),
            listener);
    int slots = Math.min(StepwiseDecoder.SLOTS, (requests.size() + workers - 1) / workers);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      tasks.add(
          () -> {
            answer(work, slots);
            return true;
          });
    }
    threads.runAll(tasks, () -> work.stopped.set(true));
    return IntStream.range(0, requests.size())
        .mapToObj(index -> Objects.requireNonNull(work.results.get(index)))
        .toList();
  }

  /** Takes requests until none is waiting; a slot that comes free takes the next one at once. */
  private void answer(Work work, int slots) {
    List<Answering> running = new ArrayList<>();
    try {
      int room = fill(running, work, slots);
      while (!running.isEmpty() && !work.stopped.get()) {
        step(running);
        for (Iterator<Answering> each = running.iterator(); each.hasNext(); ) {
          Answering one = each.next();
          if (one.isDone()) {
            each.remove();
            one.close();
            work.finish(one.index(), one.result());
          }
        }
        room = fill(running, work, room);
      }
    } finally {
      running.forEach(Answering::close);
    }
  }

  /**
   * Begins requests while there are any.
   *
   * @param room most that may be at work together
   * @return the same, or less if memory has room for less
   */
  private int fill(List<Answering> running, Work work, int room) {
    while (running.size() < room) {
      OptionalInt index = work.take();
      if (index.isEmpty()) {
        return room;
      }
      if (!begin(index.getAsInt(), work, running)) {
        return running.size();
      }
    }
    return room;
  }

  private void step(List<Answering> running) {
    List<Sequence> sequences = running.stream().map(Answering::sequence).toList();
    long[] tokens = running.stream().mapToLong(Answering::next).toArray();
    try (NextTokens expected = steps.step(sequences, tokens)) {
      for (int place = 0; place < running.size(); place++) {
        running.get(place).take(expected, place);
      }
    }
  }

  /**
   * Begins or refuses a request. One that does not fit into memory beside others is put back; only
   * one that does not fit when it is alone is refused.
   *
   * @return false if it was put back
   */
  private boolean begin(int index, Work work, List<Answering> running) {
    GenerationRequest request = work.requests.get(index);
    Prompt prompt = encoder.encode(request.messages());
    if (prompt instanceof Prompt.Refused refused) {
      work.finish(index, new Generation.Refused(refused.reason(), refused.evidence()));
      return true;
    }
    long[] ids = ((Prompt.Tokens) prompt).ids();
    if (ids.length >= positions) {
      work.finish(
          index,
          new Generation.Refused(
              "too_long",
              "the prompt has " + ids.length + " tokens, prompt and answer may have " + positions));
      return true;
    }
    int limit = Math.min(request.options().maxNewTokens(), positions - ids.length);
    Sequence sequence;
    try {
      sequence = steps.open(Arrays.copyOf(ids, ids.length - 1), ids.length + limit);
    } catch (RuntimeException e) {
      if (!Splitting.isOutOfMemory(e)) {
        throw e;
      }
      if (!running.isEmpty()) {
        work.returned.add(index);
        return false;
      }
      work.finish(
          index,
          new Generation.Refused(
              "out_of_memory", ids.length + " tokens of prompt do not fit into memory"));
      return true;
    }
    running.add(
        new Answering(
            index,
            sequence,
            ids[ids.length - 1],
            limit,
            request.options(),
            checkpoint.endTokens(),
            encoder));
    return true;
  }

  /** Waits for work in progress and frees the model. */
  @Override
  public void close() {
    threads.close();
    encoder.close();
    decoder.close();
  }
}
