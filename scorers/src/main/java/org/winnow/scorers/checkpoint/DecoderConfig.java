package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads config.json into a {@link DecoderSpec}, in the form of transformers 4 ({@code rope_theta},
 * {@code rope_scaling}) and of transformers 5 ({@code rope_parameters}).
 *
 * <p>An option that would change numbers and is not supported is a problem that names the option.
 */
final class DecoderConfig {
  private static final List<String> SUPPORTED = List.of("llama", "qwen2");

  /** Options that must be absent, null or say "not used", and the test for the latter. */
  private static final Map<String, Predicate<JsonNode>> NEUTRAL =
      Map.of(
          "pretraining_tp", value -> value.asInt() == 1,
          "use_sliding_window", value -> !value.asBoolean(),
          "attn_logit_softcapping", value -> false,
          "final_logit_softcapping", value -> false,
          "logit_scale", value -> value.asDouble() == 1,
          "partial_rotary_factor", value -> value.asDouble() == 1,
          "quantization_config", value -> false,
          "hidden_act", value -> value.asText().equals("silu"));

  private final JsonNode config;
  private final List<String> problems;

  private DecoderConfig(JsonNode config, List<String> problems) {
    this.config = config;
    this.problems = problems;
  }

  /**
   * The decoder that {@code config} describes; empty if it is not supported.
   *
   * @param problems takes what is missing or not supported
   */
  static Optional<DecoderSpec> read(JsonNode config, List<String> problems) {
    List<String> found = new ArrayList<>();
    Optional<DecoderSpec> spec = new DecoderConfig(config, found).spec();
    found.forEach(problem -> problems.add("config.json: " + problem));
    return found.isEmpty() ? spec : Optional.empty();
  }

  private Optional<DecoderSpec> spec() {
    String type = config.path("model_type").asText("");
    if (!SUPPORTED.contains(type)) {
      problems.add("model_type '" + type + "' is not supported, supported are " + SUPPORTED);
      return Optional.empty();
    }
    boolean qwen = type.equals("qwen2");
    boolean attentionBias = !qwen && flag("attention_bias");
    refuseUnsupported(qwen);
    int hidden = size("hidden_size");
    int heads = size("num_attention_heads");
    int keyValueHeads = sizeOr("num_key_value_heads", heads);
    int headDim = sizeOr("head_dim", hidden / Math.max(heads, 1));
    if (heads % Math.max(keyValueHeads, 1) != 0) {
      problems.add(
          "num_attention_heads "
              + heads
              + " is not a multiple of num_key_value_heads "
              + keyValueHeads);
    }
    if (headDim % 2 != 0) {
      problems.add("head_dim must be even, got " + headDim);
    }
    return Optional.of(
        new DecoderSpec(
            type,
            size("vocab_size"),
            hidden,
            size("intermediate_size"),
            size("num_hidden_layers"),
            heads,
            keyValueHeads,
            headDim,
            qwen || attentionBias,
            attentionBias,
            !qwen && flag("mlp_bias"),
            flag("tie_word_embeddings"),
            number(config, "rms_norm_eps", 1e-6),
            size("max_position_embeddings"),
            rope()));
  }

  private void refuseUnsupported(boolean qwen) {
    NEUTRAL.forEach(
        (option, isNeutral) -> {
          JsonNode value = config.path(option);
          if (!absent(value) && !isNeutral.test(value)) {
            problems.add(option + " " + value + " is not supported");
          }
        });
    if (!qwen && !absent(config.path("sliding_window"))) {
      problems.add("sliding_window " + config.path("sliding_window") + " is not supported");
    }
    config
        .path("layer_types")
        .forEach(
            layer -> {
              if (!layer.asText().equals("full_attention")) {
                problems.add("layer_types holds " + layer + ", supported is \"full_attention\"");
              }
            });
    problems.sort(null);
  }

  private RopeSpec rope() {
    JsonNode rope = config.path("rope_parameters");
    JsonNode scaling = absent(rope) ? config.path("rope_scaling") : rope;
    JsonNode thetaHolder = rope.has("rope_theta") ? rope : config;
    double theta = number(thetaHolder, "rope_theta", 10_000);
    String type =
        absent(scaling)
            ? "default"
            : scaling.path("rope_type").asText(scaling.path("type").asText("default"));
    return switch (type) {
      case "default" -> new RopeSpec(theta, new RopeSpec.Plain());
      case "llama3" ->
          new RopeSpec(
              theta,
              new RopeSpec.Llama3(
                  required(scaling, "factor"),
                  required(scaling, "low_freq_factor"),
                  required(scaling, "high_freq_factor"),
                  required(scaling, "original_max_position_embeddings")));
      default -> {
        problems.add("rope_type '" + type + "' is not supported, supported are [default, llama3]");
        yield new RopeSpec(theta, new RopeSpec.Plain());
      }
    };
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private boolean flag(String option) {
    return config.path(option).asBoolean(false);
  }

  private int size(String option) {
    return sizeOr(option, 0);
  }

  private int sizeOr(String option, int otherwise) {
    JsonNode value = config.path(option);
    int size = absent(value) ? otherwise : value.asInt();
    if (size < 1) {
      problems.add(
          option + " must be a whole number >= 1, found " + (absent(value) ? "none" : value));
    }
    return size;
  }

  private static double number(JsonNode holder, String option, double otherwise) {
    return absent(holder.path(option)) ? otherwise : holder.path(option).asDouble();
  }

  private double required(JsonNode scaling, String option) {
    if (!scaling.path(option).isNumber()) {
      problems.add("rope scaling needs the number " + option + ", found " + scaling.path(option));
    }
    return scaling.path(option).asDouble();
  }
}
