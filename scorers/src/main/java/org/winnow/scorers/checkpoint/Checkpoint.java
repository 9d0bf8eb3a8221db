package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Digests;

/**
 * A Hugging Face checkpoint in a local directory, checked and described without loading it.
 *
 * <p>Expected files: {@code config.json}, {@code tokenizer.json}, {@code tokenizer_config.json}, a
 * chat template, and {@code model.safetensors} or {@code model.safetensors.index.json} with its
 * shards beside it.
 *
 * <pre>{@code
 * Checkpoint checkpoint = Checkpoint.inspect("builtin:reference");
 * int layers = checkpoint.decoder().layers();
 * }</pre>
 */
public final class Checkpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG = "config.json";
  private static final String GENERATION = "generation_config.json";
  private static final String INDEX = "model.safetensors.index.json";
  private static final String SINGLE = "model.safetensors";
  private static final List<String> TEXTS =
      List.of(
          GENERATION,
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "chat_template.jinja",
          "LICENSE",
          "NOTICE");
  private static final Map<String, String> FILE_DIGESTS = new ConcurrentHashMap<>();

  private final String name;
  private final Path directory;
  private final DecoderSpec decoder;
  private final TokenizerSettings tokenizer;
  private final Set<Long> endTokens;
  private final Map<String, TensorEntry> tensors;

  private Checkpoint(
      String name,
      Path directory,
      DecoderSpec decoder,
      TokenizerSettings tokenizer,
      Set<Long> endTokens,
      Map<String, TensorEntry> tensors) {
    this.name = name;
    this.directory = directory;
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    this.endTokens = Set.copyOf(endTokens);
    this.tensors = tensors;
  }

  /**
   * Reads configuration, tokenizer settings and safetensors headers; no weights and no native
   * library.
   *
   * @param name a directory, or {@code builtin:reference}
   * @throws CheckpointException if the checkpoint cannot be used; names every problem found
   */
  public static Checkpoint inspect(String name) {
    return inspect(name, (config, decoder, tensors, problems) -> decoder);
  }

  /** What a use of a checkpoint wants besides. */
  @FunctionalInterface
  interface Demands {
    /**
     * Checks a checkpoint, and gives the decoder that this use has of it.
     *
     * @param config config.json
     * @param decoder what it describes
     * @param tensors what the weights hold, by name
     * @param problems takes what is wrong
     */
    DecoderSpec check(
        JsonNode config,
        DecoderSpec decoder,
        Map<String, TensorEntry> tensors,
        List<String> problems);
  }

  /** The same with demands. */
  static Checkpoint inspect(String name, Demands demands) {
    Path directory =
        BuiltinCheckpoint.isBuiltin(name) ? BuiltinCheckpoint.directory(name) : Path.of(name);
    if (!Files.isDirectory(directory)) {
      throw new CheckpointException(
          "checkpoint "
              + name
              + ": expected a directory, found none at "
              + directory.toAbsolutePath());
    }
    List<String> problems = new ArrayList<>();
    JsonNode config = json(directory.resolve(CONFIG), problems);
    Optional<DecoderSpec> described = DecoderConfig.read(config, problems);
    Set<Long> endTokens = endTokens(directory, config, problems);
    TokenizerSettings tokenizer = TokenizerSettings.read(directory, problems);
    Map<String, TensorEntry> tensors = new TreeMap<>();
    for (Path file : weightFiles(directory, problems)) {
      tensors.putAll(Safetensors.header(file, problems));
    }
    Optional<DecoderSpec> decoder =
        described.map(spec -> demands.check(config, spec, tensors, problems));
    decoder.ifPresent(spec -> compare(spec, tensors, problems));
    if (!problems.isEmpty() || decoder.isEmpty()) {
      throw CheckpointException.of(name, problems);
    }
    return new Checkpoint(name, directory, decoder.get(), tokenizer, endTokens, tensors);
  }

  /** The name it was opened by. */
  public String name() {
    return name;
  }

  /** The decoder that the weights belong to. */
  public DecoderSpec decoder() {
    return decoder;
  }

  /** Special tokens and the chat template. */
  public TokenizerSettings tokenizer() {
    return tokenizer;
  }

  /** The tokens that end a generated text; empty if the checkpoint names none. */
  public Set<Long> endTokens() {
    return endTokens;
  }

  /** What config.json says. */
  JsonNode config() {
    return json(directory.resolve(CONFIG), new ArrayList<>());
  }

  /** The tokenizer's definition. */
  public Path tokenizerFile() {
    return directory.resolve("tokenizer.json");
  }

  /**
   * Where a tensor's values are.
   *
   * @throws IllegalArgumentException if the decoder has no such tensor
   */
  public TensorEntry tensor(String tensor) {
    return Optional.ofNullable(tensors.get(tensor))
        .orElseThrow(() -> new IllegalArgumentException("no tensor " + tensor));
  }

  /**
   * Copies configuration, tokenizer, chat template, licence and notice into a folder, for weights
   * of float32 that will stand there. Files of other names stay behind.
   *
   * @param ends the tokens that end a text which the new weights generate
   * @throws UncheckedIOException if that fails
   */
  public void copyWithoutWeights(Path folder, Set<Long> ends) {
    try {
      for (String file : TEXTS) {
        if (Files.isRegularFile(directory.resolve(file))) {
          AtomicFile.write(folder.resolve(file), copy -> Files.copy(directory.resolve(file), copy));
        }
      }
      ObjectNode config = (ObjectNode) JSON.readTree(directory.resolve(CONFIG).toFile());
      for (String key : List.of("dtype", "torch_dtype")) {
        if (config.has(key)) {
          config.put(key, "float32");
        }
      }
      write(folder.resolve(CONFIG), config);
      if (!ends.equals(endTokens)) {
        Path generation = directory.resolve(GENERATION);
        ObjectNode told =
            Files.isRegularFile(generation)
                ? (ObjectNode) JSON.readTree(generation.toFile())
                : JSON.createObjectNode();
        ArrayNode list = told.putArray("eos_token_id");
        new TreeSet<>(ends).forEach(list::add);
        write(folder.resolve(GENERATION), told);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy checkpoint " + name + " to " + folder, e);
    }
  }

  private static void write(Path file, JsonNode json) throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    AtomicFile.write(file, target -> Files.writeString(target, text));
  }

  /** Whether both cut text into the same tokens with the same ids. */
  public boolean hasTokensOf(Checkpoint other) {
    List<String> problems = new ArrayList<>();
    JsonNode mine = json(tokenizerFile(), problems);
    JsonNode theirs = json(other.tokenizerFile(), problems);
    return problems.isEmpty()
        && mine.path("model").equals(theirs.path("model"))
        && mine.path("added_tokens").equals(theirs.path("added_tokens"));
  }

  /** SHA-256 over config.json and the weights, by name and content. */
  public String modelDigest() {
    Set<Path> files = new TreeSet<>();
    tensors.values().forEach(entry -> files.add(entry.file()));
    files.add(directory.resolve(CONFIG));
    return digest(files, "");
  }

  /** SHA-256 over tokenizer.json, the special tokens and the chat template. */
  public String tokenizerDigest() {
    return digest(
        Set.of(tokenizerFile()),
        tokenizer.beginOfSequence()
            + '\0'
            + tokenizer.endOfSequence()
            + '\0'
            + tokenizer.chatTemplate());
  }

  private static String digest(Set<Path> files, String more) {
    MessageDigest digest = Digests.sha256();
    for (Path file : files) {
      digest.update(
          (file.getFileName() + "=" + fileDigest(file) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    digest.update(more.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Weights are large: a file that has not changed since is not read again by this process. */
  private static String fileDigest(Path file) {
    try {
      String state =
          file.toRealPath() + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file);
      String known = FILE_DIGESTS.get(state);
      if (known != null) {
        return known;
      }
      String fresh = Digests.hex(file);
      FILE_DIGESTS.put(state, fresh);
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The file's JSON; a missing node, and a problem, if it cannot be read. */
  static JsonNode json(Path file, List<String> problems) {
    if (!Files.isRegularFile(file)) {
      problems.add(file.getFileName() + ": missing");
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      problems.add(file.getFileName() + ": not valid JSON, " + e.getOriginalMessage());
    } catch (IOException e) {
      problems.add(file.getFileName() + ": cannot be read, " + e);
    }
    return MissingNode.getInstance();
  }

  /**
   * Those of generation_config.json, as Hugging Face takes them; of config.json if there is none.
   */
  private static Set<Long> endTokens(Path directory, JsonNode config, List<String> problems) {
    Path file = directory.resolve(GENERATION);
    JsonNode found = (Files.exists(file) ? json(file, problems) : config).path("eos_token_id");
    Set<Long> tokens = new TreeSet<>();
    for (JsonNode token : found.isArray() ? found : List.of(found)) {
      if (token.isIntegralNumber()) {
        tokens.add(token.asLong());
      }
    }
    return tokens;
  }

  private static Set<Path> weightFiles(Path directory, List<String> problems) {
    Path index = directory.resolve(INDEX);
    Path single = directory.resolve(SINGLE);
    if (!Files.exists(index)) {
      if (!Files.isRegularFile(single)) {
        problems.add("no weights: expected " + SINGLE + " or " + INDEX);
        return Set.of();
      }
      return Set.of(single);
    }
    Set<Path> files = new TreeSet<>();
    for (JsonNode shard : json(index, problems).path("weight_map")) {
      String file = shard.asText();
      if (!file.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
        problems.add(INDEX + ": a shard must be a plain file name, found '" + file + "'");
      } else if (!Files.isRegularFile(directory.resolve(file))) {
        problems.add(INDEX + ": shard " + file + " is missing");
      } else {
        files.add(directory.resolve(file));
      }
    }
    return files;
  }

  private static void compare(
      DecoderSpec decoder, Map<String, TensorEntry> found, List<String> problems) {
    if (found.isEmpty()) {
      return;
    }
    Map<String, List<Long>> expected = decoder.tensors();
    expected.forEach(
        (tensor, shape) -> {
          TensorEntry entry = found.get(tensor);
          if (entry == null) {
            problems.add("tensor " + tensor + ": missing, expected shape " + shape);
          } else if (!entry.shape().equals(shape)) {
            problems.add(
                entry.file().getFileName()
                    + ": tensor "
                    + tensor
                    + ": expected shape "
                    + shape
                    + ", found "
                    + entry.shape());
          }
        });
    // A weight that goes unused means that the decoder is not the one that config.json names.
    for (String tensor : found.keySet()) {
      if (tensor.matches("model\\.layers\\..*\\.(weight|bias)") && !expected.containsKey(tensor)) {
        problems.add("tensor " + tensor + " is not part of a " + decoder.modelType() + " decoder");
      }
    }
  }
}
