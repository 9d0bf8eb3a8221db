package org.winnow.scorers.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.Unscorable;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.RewardCheckpoint;
import org.winnow.scorers.runtime.LastTokenHead;
import org.winnow.scorers.runtime.MicroBatch;
import org.winnow.scorers.runtime.ModelWorkers;
import org.winnow.scorers.runtime.Splitting;
import org.winnow.scorers.runtime.TorchRuntime;
import org.winnow.scorers.text.EncodedSample;
import org.winnow.scorers.text.Encoding;
import org.winnow.scorers.text.SampleEncoder;

/**
 * A reward model: a checkpoint of {@code LlamaForSequenceClassification} with one label, whose
 * logit says how good a conversation's last response is. Logits have no unit and no bounds; those
 * of two models cannot be compared.
 *
 * <p>A conversation is written by the checkpoint's chat template as a whole. One that does not end
 * in a response with text, is too long, is refused by the template or does not fit into memory has
 * a reason and no reward; none is cut. Results do not depend on the other conversations of a list,
 * bit for bit. Safe for many threads.
 *
 * <pre>{@code
 * try (RewardModel model = RewardModel.open(ModelSpec.of("/models/reward"))) {
 *   BatchScores scores = model.score(List.of(messages));   // one column, reward
 * }
 * }</pre>
 */
public final class RewardModel implements AutoCloseable {
  /** The only column. */
  public static final String COLUMN = "reward";

  private final SampleEncoder encoder;
  private final LastTokenHead head;
  private final ModelWorkers workers;

  private RewardModel(SampleEncoder encoder, LastTokenHead head, ModelWorkers workers) {
    this.encoder = encoder;
    this.head = head;
    this.workers = workers;
  }

  /**
   * Loads a model; the caller closes it.
   *
   * @param wanted checkpoint, device and most tokens of a conversation; a longer one is refused,
   *     whatever {@code whenTooLong} says
   * @throws CheckpointException if the checkpoint cannot be used; names every problem found
   */
  public static RewardModel open(ModelSpec wanted) {
    RewardCheckpoint checkpoint = RewardCheckpoint.inspect(wanted.checkpoint());
    ModelSpec known = wanted.within(checkpoint.checkpoint().decoder().maxPositions());
    ModelSpec model =
        new ModelSpec(known.checkpoint(), known.maxTokens(), known.device(), WhenTooLong.REJECT);
    DeviceKind kind = DeviceKind.of(model.device());
    SampleEncoder encoder = SampleEncoder.open(checkpoint.checkpoint(), model);
    try {
      LastTokenHead head =
          LastTokenHead.load(
              TorchRuntime.newManager(model.device()),
              checkpoint,
              model.maxTokens(),
              kind.precision());
      int threads = EngineSettings.standard(kind).workers();
      return new RewardModel(encoder, head, new ModelWorkers(threads, model.checkpoint()));
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /**
   * Scores conversations; blocks until all are done.
   *
   * @return one column, a row for each conversation
   * @throws CancellationException if the calling thread is interrupted
   */
  public BatchScores score(List<List<Message>> conversations) {
    double[] rewards = new double[conversations.size()];
    Arrays.fill(rewards, Double.NaN);
    Map<Integer, Unscorable> unscorable = new ConcurrentHashMap<>();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < rewards.length; i++) {
      int row = i;
      tasks.add(
          () -> {
            score(conversations.get(row), row, rewards, unscorable);
            return true;
          });
    }
    workers.runAll(tasks);
    return new BatchScores(List.of(COLUMN), new double[][] {rewards}, unscorable);
  }

  private void score(
      List<Message> messages, int row, double[] rewards, Map<Integer, Unscorable> unscorable) {
    Encoding encoding = encoder.encode(messages);
    if (encoding instanceof Encoding.Refused refused) {
      unscorable.put(row, new Unscorable(refused.reason(), refused.evidence()));
      return;
    }
    Message last = messages.get(messages.size() - 1);
    if (last.role() != Role.ASSISTANT || last.content().isBlank()) {
      unscorable.put(
          row,
          new Unscorable(
              "no_last_response",
              "expected an assistant message with text at the end, found "
                  + (last.content().isBlank() ? "a blank one of " : "one of ")
                  + last.role().label()));
      return;
    }
    EncodedSample sample = ((Encoding.Encoded) encoding).sample();
    score(new MicroBatch.Item(row, "", sample), head::logit, rewards, unscorable);
  }

  /** One conversation, or why it has no reward: its own size, too, must not end the others. */
  static void score(
      MicroBatch.Item item,
      ToDoubleFunction<long[]> logit,
      double[] rewards,
      Map<Integer, Unscorable> unscorable) {
    Splitting.run(
        new MicroBatch(List.of(item)),
        alone -> {
          double reward = logit.applyAsDouble(item.sample().ids());
          if (Double.isFinite(reward)) {
            rewards[item.row()] = reward;
          } else {
            unscorable.put(
                item.row(), new Unscorable("non_finite_score", COLUMN + " is " + reward));
          }
        },
        tooLarge ->
            unscorable.put(
                item.row(),
                new Unscorable(
                    "out_of_memory", item.sample().length() + " tokens do not fit into memory")));
  }

  /** Waits for work in progress and frees the model. */
  @Override
  public void close() {
    workers.close();
    encoder.close();
    head.close();
  }
}
