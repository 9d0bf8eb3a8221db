package org.winnow.scorers.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.Unscorable;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.runtime.MicroBatch;
import org.winnow.scorers.text.EncodedSample;

/**
 * A reward model against the Hugging Face implementation (transformers 5.18, eager attention,
 * float64 weights): two layers of random weights, texts of 26 to 118 tokens, each alone, all in one
 * padded batch, and with a padding token that ends every text.
 */
class RewardModelTest {
  private static final double TOLERANCE = 1e-4;
  private static final List<JsonNode> GOLDEN = Fixtures.lines("/reward/llama/golden.jsonl");

  private final Path directory;

  RewardModelTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void copyCheckpoint() throws IOException {
    for (String file :
        List.of(
            "/families/tokenizer.json",
            "/families/tokenizer_config.json",
            "/families/chat_template.jinja",
            "/reward/llama/config.json",
            "/reward/llama/model.safetensors")) {
      try (InputStream in =
          Objects.requireNonNull(RewardModelTest.class.getResourceAsStream(file))) {
        Files.copy(in, directory.resolve(file.substring(file.lastIndexOf('/') + 1)));
      }
    }
  }

  private static List<List<Message>> conversations() {
    return Fixtures.lines("/families/samples.jsonl").stream()
        .map(row -> Fixtures.toSample(row).messages())
        .toList();
  }

  private RewardModel open(int maxTokens) {
    return RewardModel.open(
        new ModelSpec(
            directory.toString(), maxTokens, DeviceChoice.CPU, WhenTooLong.TRUNCATE_PROMPT));
  }

  private void replaceInConfig(String part, String other) throws IOException {
    String config = Files.readString(directory.resolve("config.json"));
    assertThat(config).contains(part);
    Files.writeString(directory.resolve("config.json"), config.replace(part, other));
  }

  private static void assertAgrees(BatchScores scores, String golden) {
    assertThat(scores.unscorable()).isEmpty();
    assertThat(scores.columns()).containsExactly("reward");
    assertThat(scores.values()[0]).hasSize(GOLDEN.size());
    for (int row = 0; row < GOLDEN.size(); row++) {
      double expected = GOLDEN.get(row).path(golden).asDouble();
      assertThat(scores.values()[0][row])
          .isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
    }
  }

  @Test
  void agreesWithHuggingFaceAloneAndPadded() {
    try (RewardModel model = open(128)) {
      BatchScores scores = model.score(conversations());

      assertAgrees(scores, "alone");
      assertAgrees(scores, "padded");
    }
  }

  @Test
  void passesOverPaddingAtTheEndOfAText() throws IOException {
    // 7 is the line feed that the template ends every text with.
    replaceInConfig("\"pad_token_id\": 0", "\"pad_token_id\": 7");

    try (RewardModel model = open(128)) {
      assertAgrees(model.score(conversations()), "last_token_is_padding");
    }
  }

  @Test
  void aModelWithoutPaddingLooksAtTheLastToken() throws IOException {
    replaceInConfig("\"pad_token_id\": 0", "\"pad_token_id\": null");

    try (RewardModel model = open(128)) {
      assertAgrees(model.score(conversations()), "alone");
    }
  }

  @Test
  void doesNotDependOnTheOthersOfAList() {
    List<List<Message>> conversations = new ArrayList<>(conversations());
    try (RewardModel model = open(128)) {
      double[] forwards = model.score(conversations).values()[0];
      Collections.reverse(conversations);

      double[] backwards = model.score(conversations).values()[0];

      for (int row = 0; row < forwards.length; row++) {
        assertThat(backwards[forwards.length - 1 - row]).isEqualTo(forwards[row]);
        List<Message> one = conversations.get(forwards.length - 1 - row);
        assertThat(model.score(List.of(one)).values()[0]).containsExactly(forwards[row]);
      }
    }
  }

  @Test
  void saysWhyThereIsNoReward() {
    List<Message> half =
        List.of(new Message(Role.USER, "hello"), new Message(Role.ASSISTANT, "\ud83d"));
    List<Message> question = List.of(new Message(Role.USER, "hello"));
    List<List<Message>> conversations = new ArrayList<>(List.of(half, question));
    conversations.addAll(conversations().subList(0, 2));

    try (RewardModel model = open(50)) { // the third one has 51 tokens, the fourth 26
      BatchScores scores = model.score(conversations);

      assertThat(scores.unscorable().keySet()).containsExactly(0, 1, 2);
      assertThat(scores.unscorable().values())
          .extracting(Unscorable::reason)
          .containsExactly("invalid_unicode", "no_response_tokens", "too_long");
      assertThat(scores.values()[0][0]).isNaN();
      double expected = GOLDEN.get(1).path("alone").asDouble();
      assertThat(scores.values()[0][3]).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
    }
  }

  @Test
  void wantsAResponseAtTheEnd() {
    Message asks = new Message(Role.USER, "hello");
    Message says = new Message(Role.ASSISTANT, "hi");
    List<List<Message>> conversations =
        List.of(
            List.of(asks, says),
            List.of(asks, says, asks),
            List.of(asks, says, asks, new Message(Role.ASSISTANT, " \n\u2003")));

    try (RewardModel model = open(128)) {
      BatchScores scores = model.score(conversations);

      assertThat(scores.unscorable().keySet()).containsExactly(1, 2);
      assertThat(scores.unscorable().values())
          .extracting(Unscorable::reason)
          .containsOnly("no_last_response");
      assertThat(scores.unscorable().values())
          .extracting(Unscorable::evidence)
          .satisfiesExactly(
              one -> assertThat(one).endsWith("found one of user"),
              one -> assertThat(one).endsWith("found a blank one of assistant"));
      assertThat(scores.values()[0][0]).isFinite();
      assertThat(scores.values()[0][1]).isNaN();
    }
  }

  @Test
  void aConversationThatDoesNotFitIntoMemoryHasAReason() {
    double[] rewards = {Double.NaN, Double.NaN};
    Map<Integer, Unscorable> unscorable = new HashMap<>();

    for (int row = 0; row < 2; row++) {
      MicroBatch.Item item =
          new MicroBatch.Item(row, "", EncodedSample.allScored(new long[2 + row], false));
      RewardModel.score(
          item,
          ids -> {
            if (ids.length == 2) {
              throw new IllegalStateException("CUDA out of memory. Tried to allocate 3 GiB");
            }
            return 0.5;
          },
          rewards,
          unscorable);
    }

    assertThat(unscorable)
        .isEqualTo(Map.of(0, new Unscorable("out_of_memory", "2 tokens do not fit into memory")));
    assertThat(rewards).containsExactly(Double.NaN, 0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LlamaForSequenceClassification | LlamaForCausalLM | architectures must be",
        "\"0\": \"LABEL_0\" | \"0\": \"bad\", \"1\": \"good\" | id2label must name one label",
        "\"id2label\" | \"labels\" | id2label must name one label",
        "\"pad_token_id\": 0 | \"pad_token_id\": \"0\" | pad_token_id must be a whole number",
        "\"hidden_size\": 32 | \"hidden_size\": 64 | tensor score.weight: expected shape [1, 64]",
        "\"model_type\": \"llama\" | \"model_type\": \"bert\" | model_type 'bert'",
      })
  void refusesWhatIsNoRewardModel(String part, String other, String message) throws IOException {
    replaceInConfig(part, other);

    assertThatThrownBy(() -> open(128))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesALanguageModel() {
    assertThatThrownBy(() -> RewardModel.open(ModelSpec.of("builtin:reference")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("architectures must be")
        .hasMessageContaining("tensor score.weight: missing, expected shape [1, 192]");
  }
}
