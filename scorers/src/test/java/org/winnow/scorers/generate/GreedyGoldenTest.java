package org.winnow.scorers.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;

/**
 * Greedy answers against those of the Hugging Face implementation (transformers 5.18, float32,
 * eager attention, its own cache), token by token. Answers of the small families are longer than
 * their windows of 12 to 40 tokens.
 */
class GreedyGoldenTest {
  private final Path directory;

  GreedyGoldenTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reference",
        "qwen2-tiny",
        "gemma2",
        "llama",
        "mistral",
        "phi3",
        "qwen2",
        "qwen3",
        "smollm3"
      })
  void tokensAreThoseOfHuggingFace(String model) throws IOException {
    List<JsonNode> golden =
        Fixtures.rows("greedy.jsonl").stream()
            .filter(row -> row.path("model").asText().equals(model))
            .toList();
    assertThat(golden).hasSize(4);
    List<GenerationRequest> requests = new ArrayList<>();
    for (JsonNode row : golden) {
      int tokens = row.path("tokens").size();
      requests.add(
          new GenerationRequest(
              prompt(model, row.path("sample").asInt()), GenerationOptions.greedy(tokens)));
    }

    List<Generation> answers;
    try (TextGenerator generator = open(model)) {
      answers = generator.generate(requests);
    }

    for (int i = 0; i < golden.size(); i++) {
      Generation.Answer answer = (Generation.Answer) answers.get(i);
      JsonNode row = golden.get(i);
      assertThat(answer.promptTokens()).isEqualTo(row.path("prompt_tokens").asInt());
      assertThat(answer.tokens()).containsExactly(longs(row.path("tokens")));
    }
  }

  private TextGenerator open(String model) throws IOException {
    String checkpoint =
        switch (model) {
          case "reference" -> "builtin:reference";
          case "qwen2-tiny" -> Fixtures.qwen().toString();
          default -> Fixtures.family(model, directory).toString();
        };
    return TextGenerator.open(
        new ModelSpec(checkpoint, ModelSpec.CONTEXT, DeviceChoice.CPU, WhenTooLong.REJECT),
        EngineSettings.withWorkers(1));
  }

  private static List<Message> prompt(String model, int sample) {
    List<Sample> samples =
        model.equals("reference") || model.equals("qwen2-tiny")
            ? Fixtures.goldenSamples()
            : Fixtures.lines("/families/samples.jsonl").stream().map(Fixtures::toSample).toList();
    List<Message> messages = samples.get(sample).messages();
    return messages.subList(0, messages.size() - 1);
  }

  private static long[] longs(JsonNode numbers) {
    LongStream.Builder values = LongStream.builder();
    numbers.forEach(number -> values.add(number.asLong()));
    return values.build().toArray();
  }
}
