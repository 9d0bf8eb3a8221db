package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the tokenizer files say besides the vocabulary.
 *
 * @param beginOfSequence the text of the token that starts a sequence; empty if there is none
 * @param endOfSequence the text of the token that ends a turn; empty if there is none
 * @param chatTemplate source of the Jinja chat template
 * @param specialIds ids of the special tokens
 */
public record TokenizerSettings(
    String beginOfSequence, String endOfSequence, String chatTemplate, Set<Long> specialIds) {
  public TokenizerSettings {
    specialIds = Set.copyOf(specialIds);
  }

  static TokenizerSettings read(Path directory, List<String> problems) {
    JsonNode config = Checkpoint.json(directory.resolve("tokenizer_config.json"), problems);
    JsonNode tokenizer = Checkpoint.json(directory.resolve("tokenizer.json"), problems);
    Set<Long> special = new TreeSet<>();
    tokenizer
        .path("added_tokens")
        .forEach(
            token -> {
              if (token.path("special").asBoolean()) {
                special.add(token.path("id").asLong());
              }
            });
    return new TokenizerSettings(
        token(config.path("bos_token")),
        token(config.path("eos_token")),
        template(directory, config, problems),
        special);
  }

  /** A token is written as its text, or as an object with the text in {@code content}. */
  private static String token(JsonNode node) {
    return node.isObject() ? node.path("content").asText("") : node.asText("");
  }

  private static String template(Path directory, JsonNode config, List<String> problems) {
    Path file = directory.resolve("chat_template.jinja");
    if (Files.isRegularFile(file)) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        problems.add("chat_template.jinja: cannot be read, " + e);
        return "";
      }
    }
    JsonNode node = config.path("chat_template");
    if (node.isTextual()) {
      return node.asText();
    }
    for (JsonNode named : node) {
      if (named.path("name").asText().equals("default")) {
        return named.path("template").asText();
      }
    }
    problems.add(
        "no chat template: expected chat_template.jinja, or in tokenizer_config.json the key"
            + " chat_template with a text or with a list that holds the name \"default\"");
    return "";
  }
}
