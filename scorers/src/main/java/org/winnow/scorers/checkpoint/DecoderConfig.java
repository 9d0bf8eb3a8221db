package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.winnow.scorers.checkpoint.Family.Trait;

/**
 * Reads config.json into a {@link DecoderSpec}, in the form of transformers 4 ({@code rope_theta},
 * {@code rope_scaling}) and of transformers 5 ({@code rope_parameters}).
 *
 * <p>An option that would change numbers and is not supported is a problem that names the option.
 */
final class DecoderConfig {
  /**
   * Options that change numbers: a family that lacks the trait may have them only if they are
   * absent, null or neutral.
   */
  private static final List<Guarded> GUARDED =
      List.of(
          Guarded.by(Trait.ATTENTION_BIAS_OPTION, "attention_bias", DecoderConfig::isOff),
          Guarded.by(Trait.MLP_BIAS_OPTION, "mlp_bias", DecoderConfig::isOff),
          Guarded.by(Trait.WINDOW_SWITCH, "use_sliding_window", DecoderConfig::isOff),
          Guarded.by(Trait.LAYERS_WITHOUT_ROPE, "no_rope_layers", value -> false),
          Guarded.by(Trait.SOFT_CAPS, "attn_logit_softcapping", value -> false),
          Guarded.by(Trait.SOFT_CAPS, "final_logit_softcapping", value -> false),
          Guarded.by(Trait.SOFT_CAPS, "query_pre_attn_scalar", value -> false));

  /** Options that no supported family reads, with what they must say if they are there. */
  private static final Map<String, Predicate<JsonNode>> NEUTRAL =
      Map.of(
          "logit_scale", value -> value.asDouble() == 1,
          "lm_head_bias", DecoderConfig::isOff,
          "rope_interleaved", DecoderConfig::isOff,
          "use_bidirectional_attention", DecoderConfig::isOff,
          "quantization_config", value -> false);

  private static final List<Trait> WINDOWS =
      List.of(Trait.WINDOW_EVERYWHERE, Trait.WINDOW_SWITCH, Trait.ALTERNATING_WINDOW);

  private final Family family;
  private final ConfigOptions config;
  private final List<String> problems;

  private DecoderConfig(Family family, ConfigOptions config) {
    this.family = family;
    this.config = config;
    this.problems = config.problems();
  }

  /** An option, and the trait of the families that read it. */
  private record Guarded(Trait trait, String option, Predicate<JsonNode> isNeutral) {
    static Guarded by(Trait trait, String option, Predicate<JsonNode> isNeutral) {
      return new Guarded(trait, option, isNeutral);
    }
  }

  /**
   * The decoder that {@code config} describes; empty if it is not supported.
   *
   * @param problems takes what is missing or not supported
   */
  static Optional<DecoderSpec> read(JsonNode config, List<String> problems) {
    List<String> found = new ArrayList<>();
    String type = config.path("model_type").asText("");
    Optional<Family> family = Family.of(type);
    if (family.isEmpty()) {
      found.add("model_type '" + type + "' is not supported, supported are " + Family.modelTypes());
    }
    Optional<DecoderSpec> spec =
        family.map(known -> new DecoderConfig(known, new ConfigOptions(config, found)).spec());
    found.stream().distinct().forEach(problem -> problems.add("config.json: " + problem));
    return found.isEmpty() ? spec : Optional.empty();
  }

  private DecoderSpec spec() {
    refuseUnsupported();
    int hidden = config.size("hidden_size");
    int layers = config.size("num_hidden_layers");
    int heads = config.size("num_attention_heads");
    int keyValueHeads = config.sizeOr("num_key_value_heads", heads);
    int headDim = headDim(hidden, heads);
    if (heads % Math.max(keyValueHeads, 1) != 0) {
      problems.add(
          "num_attention_heads "
              + heads
              + " is not a multiple of num_key_value_heads "
              + keyValueHeads);
    }
    RopeConfig rope = new RopeConfig(family, config);
    AttentionConfig attention = new AttentionConfig(family, config, layers);
    return new DecoderSpec(
        family.modelType(),
        config.size("vocab_size"),
        hidden,
        config.size("intermediate_size"),
        layers,
        heads,
        keyValueHeads,
        headDim,
        config.flag("tie_word_embeddings", family.has(Trait.TIED_UNLESS_STATED)),
        config.positive("rms_norm_eps"),
        rope.longest(config.size("max_position_embeddings")),
        rope.read(headDim),
        attention.read(headDim),
        form(),
        // The factor is a float32 there; so is its product here.
        family.has(Trait.SCALED_EMBEDDING) ? (float) StrictMath.sqrt(hidden) : 1,
        attention.cap("final_logit_softcapping"));
  }

  private int headDim(int hidden, int heads) {
    int headDim =
        family.has(Trait.STATED_HEAD_DIM)
            ? config.size("head_dim")
            : config.sizeOr("head_dim", hidden / Math.max(heads, 1));
    if (headDim % 2 != 0) {
      problems.add("head_dim must be even, got " + headDim);
    }
    return headDim;
  }

  private LayerForm form() {
    boolean attentionBias =
        family.has(Trait.ATTENTION_BIAS_OPTION) && config.flag("attention_bias", false);
    return new LayerForm(
        attentionBias || family.has(Trait.QKV_BIAS),
        attentionBias,
        family.has(Trait.MLP_BIAS_OPTION) && config.flag("mlp_bias", false),
        family.has(Trait.HEAD_NORMS),
        family.has(Trait.OUTPUT_NORMS),
        family.has(Trait.FUSED_PROJECTIONS),
        family.has(Trait.GAINS_FROM_ONE) ? 1 : 0,
        activation());
  }

  private LayerForm.Activation activation() {
    boolean gelu = family.has(Trait.GELU);
    String option = gelu ? "hidden_activation" : "hidden_act";
    String supported = gelu ? "gelu_pytorch_tanh" : "silu";
    JsonNode value = config.get(option);
    // Left out it is the family's own; null would be another one in some versions.
    if (!value.isMissingNode() && !value.asText().equals(supported)) {
      problems.add(option + " " + value + " is not supported, supported is " + supported);
    }
    return gelu ? LayerForm.Activation.GELU_TANH : LayerForm.Activation.SILU;
  }

  private void refuseUnsupported() {
    for (Guarded guarded : GUARDED) {
      if (!family.has(guarded.trait())) {
        refuse(guarded.option(), guarded.isNeutral());
      }
    }
    NEUTRAL.forEach(this::refuse);
    if (WINDOWS.stream().noneMatch(family::has)) {
      refuse("sliding_window", value -> false);
    }
    problems.sort(null);
  }

  private void refuse(String option, Predicate<JsonNode> isNeutral) {
    if (!config.absent(option) && !isNeutral.test(config.get(option))) {
      problems.add(
          option + " " + config.get(option) + " is not supported for " + family.modelType());
    }
  }

  private static boolean isOff(JsonNode value) {
    return value.isBoolean() && !value.asBoolean();
  }
}
