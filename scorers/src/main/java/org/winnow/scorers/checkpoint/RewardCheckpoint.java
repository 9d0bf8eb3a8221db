package org.winnow.scorers.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A checkpoint that says of a conversation how good it is: a decoder whose output head has one row,
 * {@code LlamaForSequenceClassification} with one label. Checked and described without loading it.
 *
 * @param checkpoint the decoder; its weights need no other output head
 * @param padToken {@code pad_token_id} of config.json: these tokens at the end of a text are passed
 *     over; empty if there is none
 */
public record RewardCheckpoint(Checkpoint checkpoint, OptionalLong padToken) {
  private static final String ARCHITECTURE = "LlamaForSequenceClassification";
  private static final String SCORE = "score.weight";

  public RewardCheckpoint {
    requireNonNull(checkpoint, "checkpoint is null");
    requireNonNull(padToken, "padToken is null");
  }

  /**
   * Reads configuration, tokenizer settings and safetensors headers.
   *
   * @param directory that holds what {@link Checkpoint} expects
   * @throws CheckpointException if it cannot be used; names every problem found
   */
  public static RewardCheckpoint inspect(String directory) {
    Checkpoint checkpoint = Checkpoint.inspect(directory, RewardCheckpoint::check);
    JsonNode pad = checkpoint.config().path("pad_token_id");
    return new RewardCheckpoint(
        checkpoint, pad.isIntegralNumber() ? OptionalLong.of(pad.asLong()) : OptionalLong.empty());
  }

  /** The row that turns the last state into the reward, [1, hidden]. */
  public TensorRows score() {
    return TensorRows.whole(SCORE, 1, checkpoint.decoder().hiddenSize());
  }

  /** The decoder without an output head of its own. */
  private static DecoderSpec check(
      JsonNode config,
      DecoderSpec decoder,
      Map<String, TensorEntry> tensors,
      List<String> problems) {
    JsonNode architectures = config.path("architectures");
    if (architectures.size() != 1 || !architectures.path(0).asText().equals(ARCHITECTURE)) {
      problems.add(
          "config.json: architectures must be [\"" + ARCHITECTURE + "\"], found " + architectures);
    }
    JsonNode labels = config.path("id2label");
    if (!labels.isObject() || labels.size() != 1) {
      // Left out it means two labels.
      problems.add("config.json: id2label must name one label, found " + labels);
    }
    JsonNode pad = config.path("pad_token_id");
    if (!pad.isMissingNode() && !pad.isNull() && !pad.isIntegralNumber()) {
      problems.add("config.json: pad_token_id must be a whole number, found " + pad);
    }
    List<Long> shape = List.of(1L, (long) decoder.hiddenSize());
    TensorEntry score = tensors.get(SCORE);
    if (score == null) {
      problems.add("tensor " + SCORE + ": missing, expected shape " + shape);
    } else if (!score.shape().equals(shape)) {
      problems.add("tensor " + SCORE + ": expected shape " + shape + ", found " + score.shape());
    }
    for (String tensor : tensors.keySet()) {
      if (tensor.startsWith("score.") && !tensor.equals(SCORE)) {
        problems.add("tensor " + tensor + " is not part of a " + ARCHITECTURE);
      }
    }
    return decoder.withTiedEmbeddings();
  }
}
