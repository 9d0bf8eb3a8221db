package org.winnow.scorers.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.scorers.Fixtures;

class CheckpointTest {
  private final Path directory;

  CheckpointTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void describesTheReferenceCheckpoint() {
    DecoderSpec decoder = Checkpoint.inspect("builtin:reference").decoder();

    assertThat(decoder.modelType()).isEqualTo("llama");
    assertThat(decoder.layers()).isEqualTo(4);
    assertThat(decoder.keyValueHeads()).isEqualTo(2);
    assertThat(decoder.tiedEmbeddings()).isTrue();
    assertThat(decoder.rope()).isEqualTo(new RopeSpec(10_000, 32, new RopeSpec.Plain()));
  }

  @Test
  void describesAQwen2Checkpoint() {
    DecoderSpec decoder = Checkpoint.inspect(Fixtures.qwen().toString()).decoder();

    assertThat(decoder.form().inputBias()).isTrue();
    assertThat(decoder.form().outputBias()).isFalse();
    assertThat(decoder.headDim()).isEqualTo(16);
  }

  @Test
  void readsTheOldFormOfRopeOptions() throws IOException {
    DecoderSpec decoder =
        Checkpoint.inspect(new CheckpointWriter(directory).write().toString()).decoder();

    assertThat(decoder.rope()).isEqualTo(new RopeSpec(10_000, 6, new RopeSpec.Llama3(8, 1, 4, 64)));
  }

  @Test
  void llama3KeepsShortWavelengthsAndStretchesLongOnes() {
    RopeSpec.Llama3 scaling = new RopeSpec.Llama3(8, 1, 4, 64);

    // Wavelengths 6.28 (short), 628 (long) and 32, halfway: 64 / 32 = 2, smooth = (2 - 1) / 3.
    assertThat(scaling.apply(1, 0)).isEqualTo(1);
    assertThat(scaling.apply(.01, 0)).isEqualTo(.00125);
    double frequency = 2 * Math.PI / 32;
    assertThat(scaling.apply(frequency, 0))
        .isCloseTo(frequency * (2 / 3.0 / 8 + 1 / 3.0), within(1e-12));
  }

  @Test
  void digestsChangeWithTheirFilesOnly() throws IOException {
    Path path = new CheckpointWriter(directory).write();
    Checkpoint before = Checkpoint.inspect(path.toString());
    String model = before.modelDigest();
    String tokenizer = before.tokenizerDigest();

    Files.writeString(path.resolve("chat_template.jinja"), "{{ messages[0].content }}");
    Checkpoint after = Checkpoint.inspect(path.toString());

    assertThat(after.modelDigest()).isEqualTo(model);
    assertThat(after.tokenizerDigest()).isNotEqualTo(tokenizer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_type | \"mamba\" | config.json: model_type 'mamba' is not supported, supported are"
            + " [gemma2, llama, mistral, phi3, qwen2, qwen3, smollm3]",
        "logit_scale | 2 | config.json: logit_scale 2 is not supported for llama",
        "hidden_act | \"gelu\" | config.json: hidden_act \"gelu\" is not supported",
        "sliding_window | 128 | config.json: sliding_window 128 is not supported",
        "layer_types | [\"sliding_attention\"] | config.json: layer_types holds"
            + " \"sliding_attention\", supported are [full_attention]",
        "final_logit_softcapping | 30.0 | config.json: final_logit_softcapping 30.0 is not"
            + " supported",
        "rope_scaling | {\"type\": \"yarn\"} | config.json: rope_type 'yarn' is not supported,"
            + " supported for llama are [default, llama3]",
        "num_hidden_layers | null | config.json: num_hidden_layers must be a whole number >= 1,"
            + " found none",
        "num_key_value_heads | 4 | config.json: num_attention_heads 6 is not a multiple of"
            + " num_key_value_heads 4"
      })
  void namesAnUnsupportedOption(String option, String value, String problem) throws IOException {
    assertRefused(new CheckpointWriter(directory).config(option, value))
        .hasMessageContaining(problem);
  }

  @Test
  void namesEveryTensorThatIsMissingOrMisshapen() throws IOException {
    assertRefused(
            new CheckpointWriter(directory)
                .without("lm_head.weight")
                .with("model.norm.weight", 1, 1, 1))
        .hasMessageContaining("tensor lm_head.weight: missing, expected shape [4096, 24]")
        .hasMessageContaining(
            "model.safetensors: tensor model.norm.weight: expected shape [24], found [3]");
  }

  @Test
  void namesAWeightThatTheDecoderWouldLeaveUnused() throws IOException {
    Path path = new CheckpointWriter(directory).write();
    Path config = path.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config).replace("\"attention_bias\":true", "\"attention_bias\":false"));

    assertRefused()
        .hasMessageContaining(
            "tensor model.layers.1.self_attn.k_proj.bias is not part of a llama decoder");
  }

  @Test
  void namesAFileThatIsCutShort() throws IOException {
    Path path = new CheckpointWriter(directory).write().resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 10));

    assertRefused().hasMessageContaining("the file is cut short");
  }

  @Test
  void namesACorruptHeader() throws IOException {
    Path path = new CheckpointWriter(directory).write().resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(path);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
    Files.write(path, bytes);
    assertRefused().hasMessageContaining("corrupt header, it claims");

    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 7);
    Files.write(path, bytes);
    assertRefused().hasMessageContaining("corrupt header");
  }

  @Test
  void copiesTheLicenceAndNothingUnknown(@TempDir Path copy) throws IOException {
    Path path = new CheckpointWriter(directory).write();
    Files.writeString(path.resolve("LICENSE"), "as you like");
    Files.writeString(path.resolve("pytorch_model.bin"), "weights of another kind");

    Checkpoint original = Checkpoint.inspect(path.toString());
    original.copyWithoutWeights(copy, original.endTokens());

    try (Stream<Path> files = Files.list(copy)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder(
              "config.json",
              "tokenizer.json",
              "tokenizer_config.json",
              "chat_template.jinja",
              "LICENSE");
    }
    assertThat(copy.resolve("LICENSE")).hasContent("as you like");
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    Path path = new CheckpointWriter(directory).write();
    for (String file : List.of("tokenizer.json", "chat_template.jinja", "model.safetensors")) {
      Files.delete(path.resolve(file));
    }

    assertRefused()
        .hasMessageContaining("tokenizer.json: missing")
        .hasMessageContaining("no chat template")
        .hasMessageContaining("no weights");
    assertThatThrownBy(() -> Checkpoint.inspect(directory.resolve("none").toString()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("expected a directory");
    assertThatThrownBy(() -> Checkpoint.inspect("builtin:large"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("builtin:reference");
  }

  @Test
  void refusesShardsOutsideTheDirectory() throws IOException {
    Path path = new CheckpointWriter(directory).write();
    Files.writeString(
        path.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"a\": \"../../etc/passwd\", \"b\": \"absent.safetensors\"}}");

    assertRefused()
        .hasMessageContaining("a shard must be a plain file name, found '../../etc/passwd'")
        .hasMessageContaining("shard absent.safetensors is missing");
  }

  @Test
  void takesTheChatTemplateFromTheTokenizerConfiguration() throws IOException {
    Path path = new CheckpointWriter(directory).write();
    Files.delete(path.resolve("chat_template.jinja"));
    Files.writeString(
        path.resolve("tokenizer_config.json"),
        """
        {"bos_token": {"content": "<|bos|>"}, "eos_token": "<|end|>",
         "chat_template": [{"name": "tools", "template": "T"}, {"name": "default", "template": "D"}]}
        """);

    TokenizerSettings settings = Checkpoint.inspect(path.toString()).tokenizer();

    assertThat(settings.chatTemplate()).isEqualTo("D");
    assertThat(settings.beginOfSequence()).isEqualTo("<|bos|>");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(CheckpointWriter writer)
      throws IOException {
    writer.write();
    return assertRefused();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
    return assertThatThrownBy(() -> Checkpoint.inspect(directory.toString()))
        .isInstanceOf(CheckpointException.class);
  }
}
