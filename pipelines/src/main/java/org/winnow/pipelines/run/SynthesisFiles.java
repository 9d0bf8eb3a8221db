package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.winnow.pipelines.CurationPipeline;

/**
 * The files of a dataset that was made and not curated.
 *
 * @param staging where the dataset is put together
 */
record SynthesisFiles(Path staging) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper INDENTED =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** An empty row or table. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** A row with a conversation of two turns. */
  static ObjectNode row(String id, String domain, String question, String answer) {
    ObjectNode row = object().put("id", id).put("domain", domain);
    ArrayNode messages = row.putArray("messages");
    messages.addObject().put("role", "user").put("content", question);
    messages.addObject().put("role", "assistant").put("content", answer);
    return row;
  }

  /** What a teacher says may hold half a surrogate pair, which no file can hold. */
  static String sound(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /**
   * Writes everything.
   *
   * @param made rows of the dataset
   * @param rejected rows of what was not taken
   * @param name of the table, in {@code _winnow}
   * @param table what happened
   */
  void write(List<ObjectNode> made, List<ObjectNode> rejected, String name, ObjectNode table)
      throws IOException {
    lines(staging.resolve(CurationPipeline.DATA).resolve("train.jsonl"), made);
    lines(staging.resolve(CurationPipeline.REJECTED).resolve("rejected.jsonl"), rejected);
    Path folder = Files.createDirectories(staging.resolve("_winnow"));
    INDENTED.writeValue(folder.resolve(name).toFile(), table);
  }

  /**
   * Writes rows beside the dataset's own, which have other columns; in a folder of their own, so
   * that no reader takes both for one table.
   *
   * @param name of the folder
   */
  void writeBeside(String name, List<ObjectNode> rows) throws IOException {
    writeBeside(name, "train", rows);
  }

  /**
   * The same with another split.
   *
   * @param split its name
   */
  void writeBeside(String name, String split, List<ObjectNode> rows) throws IOException {
    lines(staging.resolve(name).resolve(split + ".jsonl"), rows);
  }

  /**
   * Writes a card which says that there are several tables.
   *
   * @param tables folders by the name of their table, the one that is loaded by default first;
   *     those without a file are left out
   */
  void writeCard(Map<String, String> tables) throws IOException {
    ObjectNode front = object();
    ArrayNode configs = front.putArray("configs");
    for (Map.Entry<String, String> table : tables.entrySet()) {
      if (Files.exists(staging.resolve(table.getValue()).resolve("train.jsonl"))) {
        ObjectNode config = configs.addObject();
        config.put("config_name", table.getKey());
        config.put("data_files", table.getValue() + "/train.jsonl");
        if (configs.size() == 1) {
          config.put("default", true);
        }
      }
    }
    Files.writeString(
        staging.resolve("README.md"),
        "---\n" + ResolvedRecipe.YAML.writeValueAsString(front) + "---\n");
  }

  /** No file for no rows: readers stumble over empty ones. */
  private static void lines(Path file, List<ObjectNode> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    Files.createDirectories(file.resolveSibling(""));
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (ObjectNode row : rows) {
        out.write(JSON.writeValueAsString(row));
        out.write('\n');
      }
    }
  }
}
