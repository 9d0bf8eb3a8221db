package org.winnow.scorers.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.scorers.checkpoint.AttentionSpec.Layer;

class DecoderConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Layer FULL = new Layer(OptionalInt.empty(), true);

  @Test
  void mistralHasItsWindowInEveryLayer() throws IOException {
    assertThat(layers("mistral", "sliding_window", "4096")).containsExactly(w(4096), w(4096));
    assertThat(layers("mistral", "sliding_window", "null")).containsExactly(FULL, FULL);
  }

  @Test
  void qwenHasAWindowOnlyWhereTheSwitchSaysSo() throws IOException {
    String window = "\"sliding_window\": 64, \"max_window_layers\": 1";

    assertThat(layers("qwen2", window + ", \"use_sliding_window\": false"))
        .containsExactly(FULL, FULL);
    assertThat(layers("qwen2", window + ", \"use_sliding_window\": true"))
        .containsExactly(FULL, w(64));
  }

  @Test
  void gemmaAlternatesFromTheFirstLayerOn() throws IOException {
    DecoderSpec decoder = read("gemma2");

    assertThat(decoder.attention().layers()).containsExactly(w(32), FULL);
    assertThat(decoder.attention().scale()).isEqualTo(.0625);
    assertThat(decoder.attention().cap()).hasValue(50);
    assertThat(decoder.logitCap()).isEmpty();
    assertThat(decoder.tiedEmbeddings()).isTrue();
    assertThat(decoder.embeddingScale()).isEqualTo((float) Math.sqrt(24));
    assertThat(decoder.finalNorm().offset()).isEqualTo(1);
  }

  @Test
  void smolLm3LeavesRotaryPositionsOutOfEveryFourthLayer() throws IOException {
    List<Layer> layers = layers("smollm3", "\"num_hidden_layers\": 5");

    assertThat(layers).extracting(Layer::rotary).containsExactly(true, true, true, false, true);
  }

  @Test
  void phi3SplitsItsFusedMatricesByRows() throws IOException {
    DecoderSpec decoder = read("phi3");

    // Queries 6 x 4 rows, keys and values 3 x 4 rows each; gate and up 40 rows each.
    assertThat(decoder.layerTensors(0).get(2))
        .hasValue(TensorRows.from("model.layers.0.self_attn.qkv_proj.weight", 24, 12, 24));
    assertThat(decoder.layerTensors(0).get(7))
        .hasValue(TensorRows.from("model.layers.0.mlp.gate_up_proj.weight", 40, 40, 24));
    assertThat(decoder.tensors())
        .containsEntry("model.layers.1.self_attn.qkv_proj.weight", List.of(48L, 24L))
        .containsEntry("model.layers.1.mlp.gate_up_proj.weight", List.of(80L, 24L));
  }

  @Test
  void longRopeHoldsWithinTheOriginalContext() throws IOException {
    DecoderSpec decoder =
        read(
            "phi3",
            "\"original_max_position_embeddings\": 64, \"rope_scaling\":"
                + " {\"type\": \"su\", \"short_factor\": [1, 4], \"long_factor\": [8, 9]}");

    // sqrt(1 + ln(512 / 64) / ln 64) = sqrt(1.5)
    assertThat(decoder.maxPositions()).isEqualTo(64);
    assertThat(decoder.rope().scaling().amplitude()).isCloseTo(Math.sqrt(1.5), within(1e-12));
    assertThat(decoder.rope().angles(3)[2]).containsExactly(2f, 2 * .01f / 4);
  }

  @Test
  void partialRotaryTurnsTheFirstDimensionsOnly() throws IOException {
    assertThat(read("phi3", "\"partial_rotary_factor\": 0.5").rope().dimensions()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama | \"sliding_window\": 64 | sliding_window 64 is not supported for llama",
        "llama | \"attn_logit_softcapping\": 50.0 | attn_logit_softcapping 50.0 is not supported"
            + " for llama",
        "llama | \"partial_rotary_factor\": 0.5 | partial_rotary_factor 0.5 is not supported for"
            + " llama, supported is 1",
        "llama | \"quantization_config\": {\"bits\": 4} | quantization_config {\"bits\":4} is not"
            + " supported for llama",
        "mistral | \"attention_bias\": true | attention_bias true is not supported for mistral",
        "mistral | \"layer_types\": [\"full_attention\"] | layer_types must name 2 layers, found 1",
        "mistral | \"layer_types\": [\"full_attention\", \"full_attention\"] | layer_types and"
            + " sliding_window contradict each other",
        "qwen2 | \"use_sliding_window\": true | sliding_window must be a whole number >= 1, found"
            + " none",
        "qwen2 | \"use_sliding_window\": true, \"sliding_window\": 8 | max_window_layers must be a"
            + " number, found none",
        "qwen2 | \"layer_types\": [\"sliding_attention\", \"full_attention\"] | layer_types holds"
            + " sliding_attention, but no sliding_window is in use",
        "qwen2 | \"rope_scaling\": {\"type\": \"yarn\", \"factor\": 4.0} | rope_type 'yarn' is not"
            + " supported, supported for qwen2 are [default, llama3]",
        "qwen3 | \"head_dim\": null | head_dim must be a whole number >= 1, found none",
        "qwen3 | \"hidden_act\": \"relu\" | hidden_act \"relu\" is not supported, supported is silu",
        "gemma2 | \"hidden_activation\": \"gelu\" | hidden_activation \"gelu\" is not supported,"
            + " supported is gelu_pytorch_tanh",
        "gemma2 | \"query_pre_attn_scalar\": null | query_pre_attn_scalar must be a number, found"
            + " none",
        "gemma2 | \"final_logit_softcapping\": 0 | final_logit_softcapping must be above 0, found 0",
        "gemma2 | \"use_bidirectional_attention\": true | use_bidirectional_attention true is not"
            + " supported for gemma2",
        "gemma2 | \"layer_types\": [\"chunked_attention\", \"full_attention\"] | layer_types holds"
            + " \"chunked_attention\", supported are [full_attention, sliding_attention]",
        "gemma2 | \"rope_parameters\": {\"full_attention\": {}} | rope option full_attention is not"
            + " supported",
        "phi3 | \"rope_scaling\": {\"type\": \"llama3\"} | rope_type 'llama3' is not supported,"
            + " supported for phi3 are [default, longrope]",
        "phi3 | \"rope_scaling\": {\"type\": \"longrope\", \"short_factor\": [1]} | short_factor must"
            + " hold 2 numbers, one for each pair of rotated dimensions, found 1",
        "phi3 | \"rope_scaling\": {\"type\": \"longrope\"} | original_max_position_embeddings must be"
            + " a number, found none",
        "phi3 | \"partial_rotary_factor\": 0.75 | the rotated part of a head must be even and from 2"
            + " to head_dim 4, got 3 by partial_rotary_factor 0.75",
        "smollm3 | \"no_rope_layers\": [1] | no_rope_layers must hold a 0 or 1 for layer 1",
        "smollm3 | \"rope_theta\": null | rope_theta must be stated"
      })
  void refusesByNameWhatItCannotComputeExactly(String family, String options, String problem)
      throws IOException {
    List<String> problems = new ArrayList<>();

    assertThat(DecoderConfig.read(config(family, options), problems)).isEmpty();
    assertThat(problems).contains("config.json: " + problem);
  }

  @Test
  void wantsStatedWhatLeavingOutDoesNotMeanNone() throws IOException {
    List<String> problems = new ArrayList<>();
    ObjectNode mistral = (ObjectNode) config("mistral", "");
    mistral.remove("sliding_window");
    ObjectNode gemma = (ObjectNode) config("gemma2", "");
    gemma.remove("attn_logit_softcapping");

    DecoderConfig.read(mistral, problems);
    DecoderConfig.read(gemma, problems);

    assertThat(problems)
        .containsExactly(
            "config.json: sliding_window must be stated, as a number or null",
            "config.json: attn_logit_softcapping must be stated, as a number or null");
  }

  private static Layer w(int window) {
    return new Layer(OptionalInt.of(window), true);
  }

  private static List<Layer> layers(String family, String option, String value) throws IOException {
    return layers(family, "\"" + option + "\": " + value);
  }

  private static List<Layer> layers(String family, String options) throws IOException {
    return read(family, options).attention().layers();
  }

  private static DecoderSpec read(String family) throws IOException {
    return read(family, "");
  }

  private static DecoderSpec read(String family, String options) throws IOException {
    List<String> problems = new ArrayList<>();
    Optional<DecoderSpec> decoder = DecoderConfig.read(config(family, options), problems);
    assertThat(problems).isEmpty();
    return decoder.orElseThrow();
  }

  /** A config.json in the form of transformers 4; later options replace earlier ones. */
  private static JsonNode config(String family, String options) throws IOException {
    String own =
        switch (family) {
          case "gemma2" ->
              """
              "query_pre_attn_scalar": 256, "sliding_window": 32, "attn_logit_softcapping": 50.0,
              "final_logit_softcapping": null, "hidden_activation": "gelu_pytorch_tanh",
              """;
          case "mistral" -> "\"sliding_window\": 4096,";
          default -> "";
        };
    ObjectNode config =
        (ObjectNode)
            JSON.readTree(
                "{"
                    + own
                    + """
                    "vocab_size": 100, "hidden_size": 24, "intermediate_size": 40,
                    "num_hidden_layers": 2, "num_attention_heads": 6, "num_key_value_heads": 3,
                    "head_dim": 4, "rms_norm_eps": 1e-5, "max_position_embeddings": 512,
                    "rope_theta": 10000.0}
                    """);
    config.put("model_type", family);
    config.setAll((ObjectNode) JSON.readTree("{" + options + "}"));
    return config;
  }
}
