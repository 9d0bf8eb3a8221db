package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.reward.RewardModel;

/** A reward model as reward: the built-in checkpoint with a made-up row as its head. */
class ClassifierRewardTest {
  private static final int HIDDEN = 192;
  private final Path directory;

  ClassifierRewardTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private ModelSpec checkpoint() throws IOException {
    Path builtin =
        requireNonNull(Checkpoint.inspect("builtin:reference").tokenizerFile().getParent());
    for (String file :
        List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja",
            "model.safetensors")) {
      Files.copy(builtin.resolve(file), directory.resolve(file));
    }
    String config = Files.readString(builtin.resolve("config.json"));
    Files.writeString(
        directory.resolve("config.json"),
        config
            .replace("LlamaForCausalLM", "LlamaForSequenceClassification")
            .replace("\"vocab_size\"", "\"id2label\": {\"0\": \"good\"}, \"vocab_size\""));
    Files.writeString(
        directory.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"model.norm.weight\": \"model.safetensors\","
            + " \"score.weight\": \"score.safetensors\"}}");
    byte[] header =
        ("{\"score.weight\": {\"dtype\": \"F32\", \"shape\": [1, 192], \"data_offsets\": [0, "
                + HIDDEN * Float.BYTES
                + "]}}")
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer score =
        ByteBuffer.allocate(Long.BYTES + header.length + HIDDEN * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header);
    for (int i = 0; i < HIDDEN; i++) {
      score.putFloat((i % 7 - 3) * 0.01f);
    }
    Files.write(directory.resolve("score.safetensors"), score.array());
    return ModelSpec.of(directory.toString());
  }

  @Test
  void isTheModelsLogitForTheRawInstructionAndTheResponse() throws IOException {
    ModelSpec model = checkpoint();
    List<RewardRequest> requests =
        List.of(
            new RewardRequest("a", "Name a river.", "The Nile.", 0),
            new RewardRequest("b", "Name a river.", "\ud83d", 0),
            new RewardRequest("c", "Name a sea.", "The Nile.", 0));

    try (ClassifierReward reward = ClassifierReward.open(model);
        RewardModel direct = RewardModel.open(model)) {
      List<RewardResult> results = reward.score(requests);

      double[] expected =
          direct.score(
                  List.of(
                      List.of(
                          new Message(Role.USER, "Name a river."),
                          new Message(Role.ASSISTANT, "The Nile.")),
                      List.of(
                          new Message(Role.USER, "Name a sea."),
                          new Message(Role.ASSISTANT, "The Nile."))))
              .values()[0];
      assertThat(expected[0]).isNotEqualTo(expected[1]);
      assertThat(results.get(0)).isEqualTo(new RewardResult.Value(expected[0]));
      assertThat(results.get(2)).isEqualTo(new RewardResult.Value(expected[1]));
      assertThat(results.get(1)).isInstanceOf(StepFailure.class);
      assertThat(((StepFailure) results.get(1)).reason()).isEqualTo("invalid_unicode");
    }
  }
}
