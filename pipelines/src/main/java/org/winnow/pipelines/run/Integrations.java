package org.winnow.pipelines.run;

import static org.winnow.schemas.format.OutputFormat.ARROW;
import static org.winnow.schemas.format.OutputFormat.JSONL;
import static org.winnow.schemas.format.OutputFormat.JSONL_ZST;
import static org.winnow.schemas.format.OutputFormat.MDS;
import static org.winnow.schemas.format.OutputFormat.PARQUET;
import static org.winnow.schemas.format.OutputShape.ALPACA;
import static org.winnow.schemas.format.OutputShape.MESSAGES;
import static org.winnow.schemas.format.OutputShape.PREFERENCE;
import static org.winnow.schemas.format.OutputShape.PROMPT_COMPLETION;
import static org.winnow.schemas.format.OutputShape.SHAREGPT;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.OutputShape;
import org.winnow.transforms.write.ShardFile;

/**
 * Snippets that name a dataset to the trainers which read it as it is, in a folder of their own.
 *
 * <p>A trainer that does not read this format or shape gets no snippet, but a line on why. All
 * paths are relative to the folder of the snippets, so the dataset can be moved as a whole.
 */
final class Integrations {
  /** Name of the folder, below the dataset's own files. */
  static final String FOLDER = "integrations";

  private static final String ROOT = "../..";
  private static final String DATA = "../../data";
  private static final String TRAIN = "train";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  private final String name;
  private final DataFiles data;
  private final Map<String, Long> domains;
  private final List<Map<String, Object>> entries = new ArrayList<>();

  /**
   * Snippets for a dataset.
   *
   * @param name of the dataset
   * @param data its files
   * @param domains rows of each domain, in the order of names
   */
  Integrations(String name, DataFiles data, Map<String, Long> domains) {
    this.name = name;
    this.data = data;
    this.domains = domains;
  }

  /** Writes the folder below {@code parent}. */
  void write(Path parent) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(FOLDER));
    Set<OutputFormat> tables = Set.of(PARQUET, JSONL, JSONL_ZST);
    if (fits("TRL", tables, Set.of(MESSAGES, PROMPT_COMPLETION, PREFERENCE), "trl.yaml")) {
      Files.write(folder.resolve("trl.yaml"), YAML.writeValueAsBytes(Map.of("datasets", trl())));
    }
    if (fits(
        "axolotl",
        Set.of(PARQUET, JSONL, ARROW),
        Set.of(MESSAGES, SHAREGPT, ALPACA, PREFERENCE),
        "axolotl.yaml")) {
      Files.write(folder.resolve("axolotl.yaml"), YAML.writeValueAsBytes(axolotl()));
    }
    if (fits(
        "LLaMA-Factory",
        Set.of(PARQUET, JSONL, ARROW),
        Set.of(MESSAGES, SHAREGPT, ALPACA),
        "llamafactory/dataset_info.json")) {
      Path own = Files.createDirectories(folder.resolve("llamafactory"));
      Files.write(own.resolve("dataset_info.json"), JSON.writeValueAsBytes(llamaFactory()));
    }
    if (fits("open-instruct", Set.of(PARQUET, JSONL), Set.of(MESSAGES), "open_instruct.yaml")) {
      Files.write(folder.resolve("open_instruct.yaml"), YAML.writeValueAsBytes(openInstruct()));
    }
    if (fits("MosaicML Streaming", Set.of(MDS), Set.of(OutputShape.values()), "streaming.yaml")) {
      Files.write(folder.resolve("streaming.yaml"), YAML.writeValueAsBytes(streaming()));
    }
    Path megatron = Files.createDirectories(folder.resolve("megatron"));
    Files.writeString(megatron.resolve("blend.txt"), megatronBlend());
    Files.write(megatron.resolve("domains.json"), JSON.writeValueAsBytes(megatronDomains()));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", name);
    values.put("format", data.format().label());
    values.put("shape", data.layout().shape().label());
    values.put("rows", data.rows());
    values.put("splits", String.join(", ", data.splits().keySet()));
    values.put("entries", entries);
    Files.writeString(folder.resolve("README.md"), Templates.render("integrations.md", values));
  }

  /** Whether a trainer reads the dataset; notes it for the README. */
  private boolean fits(
      String trainer, Set<OutputFormat> formats, Set<OutputShape> shapes, String file) {
    boolean format = formats.contains(data.format());
    boolean shape = shapes.contains(data.layout().shape());
    String wanted =
        " --format " + (format ? data.format() : first(OutputFormat.values(), formats)).label();
    wanted +=
        " --shape " + (shape ? data.layout().shape() : first(OutputShape.values(), shapes)).label();
    entries.add(
        Map.of("trainer", trainer, "file", file, "fits", format && shape, "export", wanted));
    return format && shape;
  }

  private static <T> T first(T[] order, Set<T> among) {
    return List.of(order).stream().filter(among::contains).findFirst().orElseThrow();
  }

  private boolean isOneSplit() {
    return data.splits().keySet().equals(Set.of(TRAIN));
  }

  private List<Map<String, Object>> trl() {
    List<Map<String, Object>> datasets = new ArrayList<>();
    for (String split : data.splits().keySet()) {
      Map<String, Object> dataset = new LinkedHashMap<>();
      dataset.put("path", ROOT);
      if (!isOneSplit()) {
        dataset.put("data_files", "data/" + split + "-*");
      }
      dataset.put("split", TRAIN);
      dataset.put("columns", data.layout().conversationColumns());
      datasets.add(dataset);
    }
    return datasets;
  }

  private Map<String, Object> axolotl() {
    List<Map<String, Object>> datasets = new ArrayList<>();
    for (String split : data.splits().keySet()) {
      Map<String, Object> dataset = new LinkedHashMap<>();
      dataset.put("path", data.isSavedSplits() ? ROOT + "/" + split : ROOT);
      if (!isOneSplit() && !data.isSavedSplits()) {
        dataset.put("data_files", List.of(DATA + "/" + split + "-*"));
      }
      dataset.put("ds_type", data.format() == JSONL ? "json" : data.format().label());
      dataset.put("split", TRAIN);
      dataset.putAll(axolotlType());
      datasets.add(dataset);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    if (data.layout().shape() == PREFERENCE) {
      all.put("rl", "dpo");
    }
    all.put("datasets", datasets);
    all.put("shuffle_merged_datasets", false);
    return all;
  }

  private Map<String, Object> axolotlType() {
    Map<String, Object> type = new LinkedHashMap<>();
    switch (data.layout().shape()) {
      case MESSAGES -> {
        type.put("type", "chat_template");
        type.put("field_messages", "messages");
      }
      case SHAREGPT -> {
        type.put("type", "chat_template");
        type.put("field_messages", "conversations");
        type.put("message_property_mappings", ordered("role", "from", "content", "value"));
        type.put(
            "roles",
            ordered(
                "user", List.of("human"),
                "assistant", List.of("gpt"),
                "system", List.of("system"),
                "tool", List.of("observation")));
      }
      case ALPACA -> type.put("type", "alpaca");
      case PREFERENCE -> {
        type.put("type", "chat_template.default");
        type.put("field_messages", "prompt");
        type.put("field_chosen", "chosen");
        type.put("field_rejected", "rejected");
      }
      case PROMPT_COMPLETION -> throw new IllegalStateException("axolotl does not read this shape");
    }
    return type;
  }

  private Map<String, Object> llamaFactory() {
    Map<String, Object> registry = new LinkedHashMap<>();
    if (isOneSplit()) {
      registry.put(name, llamaFactoryDataset("../" + DATA));
    } else {
      for (String path : data.paths()) {
        String file = path.substring(path.indexOf('/') + 1);
        String key = name + "_" + file.replaceFirst("-of-.*", "").replace('-', '_');
        registry.put(key, llamaFactoryDataset("../" + ROOT + "/" + path));
      }
    }
    return registry;
  }

  private Map<String, Object> llamaFactoryDataset(String file) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("file_name", file);
    switch (data.layout().shape()) {
      case MESSAGES -> {
        dataset.put("formatting", "sharegpt");
        dataset.put("columns", Map.of("messages", "messages"));
        dataset.put(
            "tags",
            ordered(
                "role_tag", "role",
                "content_tag", "content",
                "user_tag", "user",
                "assistant_tag", "assistant",
                "observation_tag", "tool",
                "system_tag", "system"));
      }
      case SHAREGPT -> {
        dataset.put("formatting", "sharegpt");
        dataset.put("columns", Map.of("messages", "conversations"));
        dataset.put("tags", ordered("system_tag", "system"));
      }
      case ALPACA ->
          dataset.put(
              "columns",
              ordered(
                  "prompt", "instruction",
                  "query", "input",
                  "response", "output",
                  "system", "system",
                  "history", "history"));
      case PROMPT_COMPLETION, PREFERENCE ->
          throw new IllegalStateException("LLaMA-Factory does not read this shape");
    }
    return dataset;
  }

  /** The amount is a text with a point: open-instruct takes 1 for one row and 1.0 for all. */
  private Map<String, Object> openInstruct() {
    List<String> mixer = new ArrayList<>();
    List<String> splits = new ArrayList<>();
    if (isOneSplit()) {
      mixer.addAll(List.of(ROOT, "1.0"));
      splits.add(TRAIN);
    } else {
      for (ShardFile file : data.files()) {
        mixer.addAll(List.of(DATA + "/" + file.name(), "1.0"));
        splits.add(TRAIN);
      }
    }
    return ordered("dataset_mixer_list", mixer, "dataset_mixer_list_splits", splits);
  }

  private Map<String, Object> streaming() {
    Map<String, Object> stream = ordered("local", DATA, "proportion", 1.0);
    return ordered("streams", Map.of(name, stream), "shuffle", false);
  }

  /** Weights and prefixes by turns; the prefixes are made up, since domains can hold anything. */
  private String megatronBlend() {
    StringBuilder blend = new StringBuilder();
    int number = 0;
    for (long rows : domains.values()) {
      blend
          .append(String.format(Locale.ROOT, "%.6f", (double) rows / data.rows()))
          .append(' ')
          .append(prefix(number++))
          .append('\n');
    }
    return blend.toString();
  }

  private List<Map<String, Object>> megatronDomains() {
    List<Map<String, Object>> list = new ArrayList<>();
    domains.forEach(
        (domain, rows) ->
            list.add(ordered("prefix", prefix(list.size()), "domain", domain, "rows", rows)));
    return list;
  }

  private static String prefix(int number) {
    return String.format(Locale.ROOT, "tokenized/domain-%03d_text_document", number);
  }

  /** A map of keys and values by turns, in this order. */
  private static Map<String, Object> ordered(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }
}
