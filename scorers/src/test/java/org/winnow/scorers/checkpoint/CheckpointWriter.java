package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.winnow.schemas.Seeds;
import org.winnow.scorers.Fixtures;

/**
 * Writes small checkpoints with made-up weights and the vocabulary of the tiny Qwen2 checkpoint.
 */
public final class CheckpointWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final ObjectNode config;
  private final Map<String, float[]> overrides = new LinkedHashMap<>();
  private String omitted = "";
  private TensorEntry.Type type = TensorEntry.Type.F32;
  private int shards = 1;

  /** A checkpoint of two layers, width 24, six query and three key-value heads, all biases. */
  public CheckpointWriter(Path directory) throws IOException {
    this.directory = directory;
    this.config =
        (ObjectNode)
            JSON.readTree(
                """
                {"model_type": "llama", "vocab_size": 4096, "hidden_size": 24,
                 "intermediate_size": 40, "num_hidden_layers": 2, "num_attention_heads": 6,
                 "num_key_value_heads": 3, "head_dim": 6, "attention_bias": true, "mlp_bias": true,
                 "tie_word_embeddings": false, "rms_norm_eps": 1e-5, "hidden_act": "silu",
                 "max_position_embeddings": 512, "rope_theta": 10000.0,
                 "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0,
                   "high_freq_factor": 4.0, "original_max_position_embeddings": 64}}
                """);
    for (String file : List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
      Files.copy(Fixtures.qwen().resolve(file), directory.resolve(file));
    }
  }

  /** Sets an option of config.json, as JSON. */
  public CheckpointWriter config(String option, String json) throws IOException {
    JsonNode value = JSON.readTree(json);
    config.set(option, value);
    return this;
  }

  /** Stores weights as that type. */
  public CheckpointWriter type(TensorEntry.Type newType) {
    type = newType;
    return this;
  }

  /** Spreads the weights over several files with an index. */
  public CheckpointWriter shards(int count) {
    shards = count;
    return this;
  }

  /** Leaves one tensor out. */
  public CheckpointWriter without(String tensor) {
    omitted = tensor;
    return this;
  }

  /** Gives one tensor these values, whatever shape they then have. */
  public CheckpointWriter with(String tensor, float... values) {
    overrides.put(tensor, values);
    return this;
  }

  /** Writes everything and returns the directory. */
  public Path write() throws IOException {
    JSON.writeValue(directory.resolve("config.json").toFile(), config);
    // Weights of no matter which decoder go with a config.json that is refused.
    DecoderSpec spec =
        DecoderConfig.read(config, new ArrayList<>())
            .orElseGet(() -> Checkpoint.inspect("builtin:reference").decoder());
    List<Map<String, List<Long>>> files = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      files.add(new LinkedHashMap<>());
    }
    ObjectNode index = JSON.createObjectNode();
    int next = 0;
    for (Map.Entry<String, List<Long>> tensor : spec.tensors().entrySet()) {
      if (!tensor.getKey().equals(omitted)) {
        int shard = next++ % shards;
        files.get(shard).put(tensor.getKey(), tensor.getValue());
        index.put(tensor.getKey(), shardName(shard));
      }
    }
    for (int i = 0; i < shards; i++) {
      Files.write(directory.resolve(shardName(i)), file(files.get(i)));
    }
    if (shards > 1) {
      ObjectNode root = JSON.createObjectNode();
      root.set("weight_map", index);
      JSON.writeValue(directory.resolve("model.safetensors.index.json").toFile(), root);
    }
    return directory;
  }

  private String shardName(int shard) {
    return shards == 1 ? "model.safetensors" : "model-" + shard + ".safetensors";
  }

  private byte[] file(Map<String, List<Long>> tensors) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (Map.Entry<String, List<Long>> tensor : tensors.entrySet()) {
      float[] values = overrides.get(tensor.getKey());
      boolean given = values != null;
      if (values == null) {
        values = values(tensor.getKey(), tensor.getValue());
      }
      ObjectNode entry = header.putObject(tensor.getKey());
      entry.put("dtype", type.name());
      if (given) {
        entry.putArray("shape").add(values.length);
      } else {
        tensor.getValue().forEach(entry.withArray("shape")::add);
      }
      int begin = data.size();
      data.write(encoded(values));
      entry.putArray("data_offsets").add(begin).add(data.size());
    }
    byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + json.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(json.length).put(json).put(data.toByteArray()).array();
  }

  /**
   * Values that all three storage types hold exactly: multiples of 1/128 below 1 (norms near 1).
   */
  private static float[] values(String tensor, List<Long> shape) {
    int count = (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    float[] values = new float[count];
    for (int i = 0; i < count; i += 8) {
      long bits = Seeds.bits(1, "weights", tensor, Integer.toString(i));
      for (int j = i; j < Math.min(i + 8, count); j++) {
        int small = (int) (bits >> 8 * (j - i)) & 0x3f;
        values[j] = (small - 32) / 128f + (shape.size() == 1 && tensor.contains("norm") ? 1 : 0);
      }
    }
    return values;
  }

  private byte[] encoded(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      int bits = Float.floatToRawIntBits(value);
      switch (type) {
        case F32 -> bytes.putInt(bits);
        case BF16 -> bytes.putShort((short) (bits >>> 16));
        case F16 -> bytes.putShort(half(bits));
      }
    }
    return bytes.array();
  }

  /** float16 of a value that it holds exactly. */
  private static short half(int bits) {
    if ((bits & 0x7fffffff) == 0) {
      return 0;
    }
    int sign = bits >>> 16 & 0x8000;
    int exponent = (bits >>> 23 & 0xff) - 127 + 15;
    return (short) (sign | exponent << 10 | bits >>> 13 & 0x3ff);
  }
}
