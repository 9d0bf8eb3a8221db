package org.winnow.scorers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;

/** Samples and checkpoints that the tests share. */
public final class Fixtures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Fixtures() {}

  /** The directory of the tiny Qwen2 checkpoint. */
  public static Path qwen() {
    URL url = Objects.requireNonNull(Fixtures.class.getResource("/qwen2-tiny/config.json"));
    try {
      return Objects.requireNonNull(Path.of(url.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A model spec for a checkpoint on the CPU. */
  public static ModelSpec model(String checkpoint) {
    return new ModelSpec(checkpoint, 1024, DeviceChoice.CPU, WhenTooLong.TRUNCATE_PROMPT);
  }

  /** A plan for the reference checkpoint with scorers at their defaults. */
  public static ScoringPlan plan(String... scorers) {
    return ScoringPlan.of(
        model("builtin:reference"), List.of(scorers).stream().map(ScorerConfig::of).toList());
  }

  /** A plan for the reference checkpoint with every scorer there is. */
  public static ScoringPlan planOfAll() {
    List<ScorerConfig> configs = new ArrayList<>();
    for (ScorerType type : Scorers.ALL) {
      Map<String, String> options = new TreeMap<>();
      type.options().stream()
          .filter(ScorerOption::isRequired)
          .forEach(option -> options.put(option.name(), "builtin:reference"));
      configs.add(new ScorerConfig(type.name(), options));
    }
    return ScoringPlan.of(model("builtin:reference"), configs);
  }

  /** A conversation of user and assistant turns, the user first. */
  public static Sample sample(String... turns) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < turns.length; i++) {
      messages.add(new Message(i % 2 == 0 ? Role.USER : Role.ASSISTANT, turns[i]));
    }
    return Sample.of("test", messages, Origin.ofRow("test", 1), "{}");
  }

  /** The samples that the oracle's numbers belong to. */
  public static List<Sample> goldenSamples() {
    return rows("samples.jsonl").stream().map(Fixtures::toSample).toList();
  }

  /** A row of a corpus as a sample. */
  public static Sample toSample(JsonNode row) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : row.path("messages")) {
      messages.add(
          new Message(
              Role.of(message.path("role").asText()).orElseThrow(),
              message.path("content").asText()));
    }
    return Sample.of("test", messages, Origin.ofRow("golden", 1), "{}");
  }

  /**
   * Puts the tiny checkpoint of a family together in an empty directory; all of them share a
   * tokenizer of single characters.
   */
  public static Path family(String modelType, Path directory) throws IOException {
    for (String file :
        List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja",
            modelType + "/config.json",
            modelType + "/model.safetensors")) {
      try (InputStream in =
          Objects.requireNonNull(Fixtures.class.getResourceAsStream("/families/" + file))) {
        Files.copy(in, directory.resolve(file.substring(file.indexOf('/') + 1)));
      }
    }
    return directory;
  }

  /** The rows of one golden file. */
  public static List<JsonNode> rows(String file) {
    return lines("/golden/" + file);
  }

  /** The rows of a resource in JSON Lines. */
  public static List<JsonNode> lines(String resource) {
    try (InputStream in = Objects.requireNonNull(Fixtures.class.getResourceAsStream(resource))) {
      List<JsonNode> rows = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        rows.add(JSON.readTree(line));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
