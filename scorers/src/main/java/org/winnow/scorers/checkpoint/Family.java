package org.winnow.scorers.checkpoint;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The supported values of {@code model_type}, and what each of them settles that config.json leaves
 * unsaid. Everything else is read from config.json; the decoder itself is one.
 */
enum Family {
  GEMMA2(
      "gemma2",
      Trait.ATTENTION_BIAS_OPTION,
      Trait.STATED_HEAD_DIM,
      Trait.ALTERNATING_WINDOW,
      Trait.SOFT_CAPS,
      Trait.SCALED_EMBEDDING,
      Trait.GAINS_FROM_ONE,
      Trait.OUTPUT_NORMS,
      Trait.GELU,
      Trait.TIED_UNLESS_STATED),
  LLAMA("llama", Trait.ATTENTION_BIAS_OPTION, Trait.MLP_BIAS_OPTION),
  MISTRAL("mistral", Trait.WINDOW_EVERYWHERE, Trait.STATED_WINDOW),
  PHI3(
      "phi3",
      Trait.WINDOW_EVERYWHERE,
      Trait.FUSED_PROJECTIONS,
      Trait.PARTIAL_ROTARY,
      Trait.LONG_ROPE),
  QWEN2("qwen2", Trait.QKV_BIAS, Trait.WINDOW_SWITCH),
  QWEN3(
      "qwen3",
      Trait.ATTENTION_BIAS_OPTION,
      Trait.STATED_HEAD_DIM,
      Trait.WINDOW_SWITCH,
      Trait.HEAD_NORMS),
  SMOLLM3(
      "smollm3",
      Trait.ATTENTION_BIAS_OPTION,
      Trait.MLP_BIAS_OPTION,
      Trait.WINDOW_SWITCH,
      Trait.LAYERS_WITHOUT_ROPE,
      Trait.STATED_THETA,
      Trait.TIED_UNLESS_STATED);

  /** What sets a family apart from a plain pre-norm decoder. */
  enum Trait {
    /** q, k and v have a bias, always. */
    QKV_BIAS,
    /** {@code attention_bias} gives q, k, v and o a bias. */
    ATTENTION_BIAS_OPTION,
    /** {@code mlp_bias} gives the feed-forward projections a bias. */
    MLP_BIAS_OPTION,
    /** {@code head_dim} is not hidden size by heads and has to be stated. */
    STATED_HEAD_DIM,
    /** {@code sliding_window} holds in every layer. */
    WINDOW_EVERYWHERE,
    /**
     * {@code sliding_window} has to be stated, null included: leaving it out does not mean none.
     */
    STATED_WINDOW,
    /**
     * {@code use_sliding_window} decides about the window, {@code max_window_layers} about where.
     */
    WINDOW_SWITCH,
    /** Every second layer has the window, the first one included. */
    ALTERNATING_WINDOW,
    /** Attention scores and logits are capped; scores are scaled by a number of their own. */
    SOFT_CAPS,
    /** Embeddings are multiplied by the square root of the hidden size. */
    SCALED_EMBEDDING,
    /** A norm's gain is stored as its distance from 1. */
    GAINS_FROM_ONE,
    /** The outputs of attention and feed-forward have norms of their own. */
    OUTPUT_NORMS,
    /** Every head's query and key has a norm. */
    HEAD_NORMS,
    /** GELU (tanh form) in place of SiLU. */
    GELU,
    /** q, k and v are stored as one matrix, gate and up as another. */
    FUSED_PROJECTIONS,
    /** {@code partial_rotary_factor} is read. */
    PARTIAL_ROTARY,
    /** The rope type is {@code longrope}, also written {@code su} and {@code yarn}. */
    LONG_ROPE,
    /** Some layers have no rotary positions. */
    LAYERS_WITHOUT_ROPE,
    /** {@code rope_theta} has to be stated: left out it is not 10,000. */
    STATED_THETA,
    /** The output head is the embedding unless {@code tie_word_embeddings} says otherwise. */
    TIED_UNLESS_STATED
  }

  private final String modelType;

  // Never changed after construction.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Trait> traits;

  Family(String modelType, Trait... traits) {
    this.modelType = modelType;
    this.traits = EnumSet.copyOf(Arrays.asList(traits));
  }

  /** The {@code model_type} of config.json. */
  String modelType() {
    return modelType;
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** The family of a {@code model_type}; empty if it is not supported. */
  static Optional<Family> of(String modelType) {
    return Arrays.stream(values()).filter(family -> family.modelType.equals(modelType)).findFirst();
  }

  /** Every supported {@code model_type}, in alphabetical order. */
  static List<String> modelTypes() {
    return Arrays.stream(values()).map(Family::modelType).toList();
  }
}
