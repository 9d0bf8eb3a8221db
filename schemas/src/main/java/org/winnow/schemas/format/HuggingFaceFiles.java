package org.winnow.schemas.format;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.winnow.schemas.Digests;

/**
 * The files beside the shards that Hugging Face's {@code datasets} looks for.
 *
 * <p>A directory of {@link OutputFormat#ARROW} shards becomes one that {@code load_from_disk}
 * opens; a directory of such directories becomes one of several splits.
 */
public final class HuggingFaceFiles {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int FINGERPRINT_DIGITS = 16;

  private HuggingFaceFiles() {}

  /**
   * Writes {@code state.json} and {@code dataset_info.json}.
   *
   * <p>The fingerprint, by which {@code datasets} names its caches, is a hash of the shards'
   * content; writing therefore reads them once.
   *
   * @param directory holds the shards, which are complete
   * @param split name of the split, such as {@code train}
   * @param shards names of the shards in {@code directory}, in order
   * @param layout the columns that the shards were opened with
   */
  public static void write(Path directory, String split, List<String> shards, RowLayout layout)
      throws IOException {
    StringBuilder digests = new StringBuilder();
    ObjectNode state = NODES.objectNode();
    ArrayNode files = state.putArray("_data_files");
    for (String shard : shards) {
      files.addObject().put("filename", shard);
      digests.append(Digests.hex(directory.resolve(shard)));
    }
    byte[] all = digests.toString().getBytes(StandardCharsets.US_ASCII);
    state.put("_fingerprint", Digests.hex(all).substring(0, FINGERPRINT_DIGITS));
    state.putNull("_format_columns");
    state.putObject("_format_kwargs");
    state.putNull("_format_type");
    state.put("_output_all_columns", false);
    state.put("_split", split);
    writeJson(directory.resolve(SavedDatasetFormat.STATE), state);

    ObjectNode info = NODES.objectNode();
    ObjectNode features = info.putObject("features");
    for (OutputColumn column : layout.columns()) {
      features.set(column.name(), feature(column.type()));
    }
    writeJson(directory.resolve("dataset_info.json"), info);
  }

  /**
   * Writes {@code dataset_dict.json}, which makes a directory a dataset of several splits.
   *
   * @param directory has a directory for each split, of its name, that {@link #write} has completed
   * @param splits names of the splits, in order
   */
  public static void writeSplits(Path directory, Collection<String> splits) throws IOException {
    ObjectNode content = NODES.objectNode();
    ArrayNode names = content.putArray("splits");
    splits.forEach(names::add);
    writeJson(directory.resolve("dataset_dict.json"), content);
  }

  /**
   * The columns as the {@code features} list of a dataset card's {@code dataset_info}, in YAML.
   *
   * <p>With it, {@code load_dataset} need not guess the type of a column that is null throughout a
   * shard.
   *
   * @param indent spaces before each line
   */
  public static String cardFeatures(RowLayout layout, int indent) {
    StringBuilder yaml = new StringBuilder();
    String margin = " ".repeat(indent);
    yaml.append(margin).append("features:\n");
    for (OutputColumn column : layout.columns()) {
      ColumnType type = column.type();
      yaml.append(margin).append("- name: ").append(NODES.textNode(column.name())).append('\n');
      if (type.holdsTurns()) {
        yaml.append(margin).append("  list:\n");
        for (String part : List.of(type.speaker(), type.text())) {
          yaml.append(margin).append("  - name: ").append(part).append('\n');
          yaml.append(margin).append("    dtype: string\n");
        }
      } else if (type == ColumnType.PAIRS) {
        yaml.append(margin).append("  list:\n").append(margin).append("    list: string\n");
      } else {
        yaml.append(margin).append("  dtype: ").append(dtype(type)).append('\n');
      }
    }
    return yaml.toString();
  }

  private static JsonNode feature(ColumnType type) {
    if (type.holdsTurns()) {
      ObjectNode turn = NODES.objectNode();
      turn.set(type.speaker(), value("string"));
      turn.set(type.text(), value("string"));
      return NODES.arrayNode().add(turn);
    }
    if (type == ColumnType.PAIRS) {
      return NODES.arrayNode().add(NODES.arrayNode().add(value("string")));
    }
    return value(dtype(type));
  }

  private static ObjectNode value(String dtype) {
    return NODES.objectNode().put("dtype", dtype).put("_type", "Value");
  }

  private static String dtype(ColumnType type) {
    return switch (type) {
      case TEXT -> "string";
      case WHOLE -> "int64";
      case NUMBER -> "float64";
      case ROLE_TURNS, FROM_TURNS, PAIRS ->
          throw new IllegalArgumentException("a list has no single type: " + type);
    };
  }

  private static void writeJson(Path file, JsonNode content) throws IOException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    Files.writeString(file, new ObjectMapper().writer(printer).writeValueAsString(content) + "\n");
  }
}
