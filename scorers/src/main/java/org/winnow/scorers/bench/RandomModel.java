package org.winnow.scorers.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.RandomBits;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Seeds;
import org.winnow.scorers.checkpoint.AttentionSpec;
import org.winnow.scorers.checkpoint.DecoderSpec;
import org.winnow.scorers.checkpoint.LayerForm;
import org.winnow.scorers.checkpoint.RopeSpec;

/**
 * A made-up Llama with made-up samples, for benchmarks of sizes that nobody has at hand. Its
 * tokenizer makes one token of each word and its chat template adds none, so that a sample of n
 * words has n tokens. Equal numbers give equal files.
 *
 * @param layers decoder layers
 * @param width of the residual stream
 * @param heads query heads; divides {@code width}, with an even quotient
 * @param keyValueHeads key and value heads; divides {@code heads}
 * @param mlp width of the feed-forward layer
 * @param vocabulary tokens that there are
 * @param tokens length of each sample
 * @param samples how many
 * @param promptTokens of each sample, from 1; all tokens behind them are scored
 */
public record RandomModel(
    int layers,
    int width,
    int heads,
    int keyValueHeads,
    int mlp,
    int vocabulary,
    int tokens,
    int samples,
    int promptTokens) {
  /** What the numbers of {@link #parse} stand for. */
  public static final String FORM =
      "LAYERS,WIDTH,HEADS,KV_HEADS,MLP,VOCABULARY,TOKENS,SAMPLES[,PROMPT]";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NUMBERS = 8;

  /** Weights are uniform with the deviation that Llamas are initialised with. */
  private static final float LARGEST_WEIGHT = 0.02f * 1.7320508f;

  /** Refuses what makes no model. */
  public RandomModel {
    if (List.of(layers, width, heads, keyValueHeads, mlp, vocabulary, tokens, samples, promptTokens)
        .stream()
        .anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("expected numbers from 1: " + FORM);
    }
    if (width % heads != 0 || width / heads % 2 != 0) {
      throw new IllegalArgumentException(
          "HEADS must divide WIDTH with an even quotient, found " + heads + " and " + width);
    }
    if (heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "KV_HEADS must divide HEADS, found " + keyValueHeads + " and " + heads);
    }
    if (tokens <= promptTokens) {
      throw new IllegalArgumentException(
          "TOKENS must be more than the " + promptTokens + " of the prompt, found " + tokens);
    }
  }

  /**
   * Reads eight or nine whole numbers with commas between them; without a ninth the prompt is one
   * token, as where a whole text is trained on.
   *
   * @throws IllegalArgumentException if they are not, or make no model
   */
  public static RandomModel parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length < NUMBERS || parts.length > NUMBERS + 1 || !text.matches("[0-9, ]{1,120}")) {
      throw new IllegalArgumentException("expected " + FORM + ", found '" + text + "'");
    }
    try {
      int[] n = Arrays.stream(parts).map(String::trim).mapToInt(Integer::parseInt).toArray();
      return new RandomModel(
          n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n.length > NUMBERS ? n[NUMBERS] : 1);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected " + FORM + ", found '" + text + "'", e);
    }
  }

  /** The samples; their words are drawn evenly from the vocabulary. */
  public List<Sample> sampleList() {
    List<Sample> list = new ArrayList<>();
    RandomBits bits = bits("samples");
    for (int i = 0; i < samples; i++) {
      List<Message> messages =
          List.of(
              new Message(Role.USER, words(bits, promptTokens)),
              new Message(Role.ASSISTANT, words(bits, tokens - promptTokens)));
      list.add(Sample.of("random", messages, Origin.ofRow("random", i + 1L), "{}"));
    }
    return list;
  }

  private static RandomBits bits(String name) {
    return new RandomBits(Seeds.bits(0, "bench", name, "stream"));
  }

  private String words(RandomBits bits, int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(word(bits.below(vocabulary)));
    }
    return String.join(" ", words);
  }

  private static String word(int id) {
    return "w" + id;
  }

  /**
   * Writes the model as a Hugging Face checkpoint, with bfloat16 weights.
   *
   * @param folder exists, and is filled
   */
  public void write(Path folder) throws IOException {
    JSON.writeValue(folder.resolve("config.json").toFile(), config());
    JSON.writeValue(folder.resolve("tokenizer.json").toFile(), tokenizer());
    JSON.writeValue(folder.resolve("tokenizer_config.json").toFile(), JSON.createObjectNode());
    Files.writeString(
        folder.resolve("chat_template.jinja"),
        "{% for m in messages %}{{ m['content'] + ' ' }}{% endfor %}");
    writeWeights(folder.resolve("model.safetensors"));
  }

  private ObjectNode config() {
    return JSON.createObjectNode()
        .put("model_type", "llama")
        .put("num_hidden_layers", layers)
        .put("hidden_size", width)
        .put("num_attention_heads", heads)
        .put("num_key_value_heads", keyValueHeads)
        .put("intermediate_size", mlp)
        .put("vocab_size", vocabulary)
        .put("max_position_embeddings", tokens)
        .put("rms_norm_eps", 1e-6)
        .put("hidden_act", "silu")
        .put("tie_word_embeddings", false);
  }

  private ObjectNode tokenizer() {
    ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
    tokenizer.putArray("added_tokens");
    tokenizer.putObject("pre_tokenizer").put("type", "WhitespaceSplit");
    ObjectNode model = tokenizer.putObject("model");
    model.put("type", "WordLevel").put("unk_token", word(0));
    ObjectNode words = model.putObject("vocab");
    for (int id = 0; id < vocabulary; id++) {
      words.put(word(id), id);
    }
    return tokenizer;
  }

  private void writeWeights(Path file) throws IOException {
    Map<String, List<Long>> tensors = decoder().tensors();
    ObjectNode header = JSON.createObjectNode();
    long end = 0;
    for (Map.Entry<String, List<Long>> tensor : tensors.entrySet()) {
      ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "BF16");
      tensor.getValue().forEach(entry.withArray("shape")::add);
      long begin = end;
      end += values(tensor.getValue()) * Short.BYTES;
      entry.putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(length.putLong(json.length).array());
      out.write(json);
      for (Map.Entry<String, List<Long>> tensor : tensors.entrySet()) {
        writeValues(tensor.getKey(), tensor.getValue(), out);
      }
    }
  }

  private static void writeValues(String tensor, List<Long> shape, OutputStream out)
      throws IOException {
    boolean isGain = shape.size() == 1;
    RandomBits bits = bits(tensor);
    long values = values(shape);
    for (long i = 0; i < values; i++) {
      float value = isGain ? 1 : bits.signedUnit() * LARGEST_WEIGHT;
      int half = Float.floatToRawIntBits(value) >>> Short.SIZE;
      out.write(half);
      out.write(half >>> Byte.SIZE);
    }
  }

  private static long values(List<Long> shape) {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  private DecoderSpec decoder() {
    int headDim = width / heads;
    List<AttentionSpec.Layer> plain =
        Collections.nCopies(layers, new AttentionSpec.Layer(OptionalInt.empty(), true));
    return new DecoderSpec(
        "llama",
        vocabulary,
        width,
        mlp,
        layers,
        heads,
        keyValueHeads,
        headDim,
        false,
        1e-6,
        tokens,
        new RopeSpec(10_000, headDim, new RopeSpec.Plain()),
        new AttentionSpec(1 / Math.sqrt(headDim), OptionalDouble.empty(), plain),
        new LayerForm(false, false, false, false, false, false, 0, LayerForm.Activation.SILU),
        1,
        OptionalDouble.empty());
  }
}
