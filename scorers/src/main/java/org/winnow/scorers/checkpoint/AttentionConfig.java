package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.winnow.scorers.checkpoint.Family.Trait;

/** Reads which positions each layer attends to, and how. */
final class AttentionConfig {
  private static final String FULL = "full_attention";
  private static final String SLIDING = "sliding_attention";
  private static final String WINDOW = "sliding_window";

  private final Family family;
  private final ConfigOptions config;
  private final int layers;

  AttentionConfig(Family family, ConfigOptions config, int layers) {
    this.family = family;
    this.config = config;
    this.layers = layers;
  }

  AttentionSpec read(int headDim) {
    boolean own = family.has(Trait.SOFT_CAPS);
    double width = own ? config.positive("query_pre_attn_scalar") : headDim;
    OptionalInt window = window();
    List<Boolean> rotary = IntStream.range(0, layers).mapToObj(this::isRotary).toList();
    List<Boolean> windowed = windowed(window, rotary);
    List<AttentionSpec.Layer> result = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      result.add(
          new AttentionSpec.Layer(
              windowed.get(layer) ? window : OptionalInt.empty(), rotary.get(layer)));
    }
    return new AttentionSpec(1 / StrictMath.sqrt(width), cap("attn_logit_softcapping"), result);
  }

  /** A soft cap; null means none, but it has to be stated where the family reads it. */
  OptionalDouble cap(String option) {
    if (!family.has(Trait.SOFT_CAPS)) {
      return OptionalDouble.empty();
    }
    if (config.get(option).isMissingNode()) {
      config.problems().add(option + " must be stated, as a number or null");
    }
    return config.absent(option)
        ? OptionalDouble.empty()
        : OptionalDouble.of(config.positive(option));
  }

  private OptionalInt window() {
    if (family.has(Trait.STATED_WINDOW) && config.get(WINDOW).isMissingNode()) {
      config.problems().add(WINDOW + " must be stated, as a number or null");
    }
    boolean used =
        family.has(Trait.ALTERNATING_WINDOW)
            || (family.has(Trait.WINDOW_EVERYWHERE) && !config.absent(WINDOW))
            || (family.has(Trait.WINDOW_SWITCH) && config.flag("use_sliding_window", false));
    return used ? OptionalInt.of(config.size(WINDOW)) : OptionalInt.empty();
  }

  private List<Boolean> windowed(OptionalInt window, List<Boolean> rotary) {
    JsonNode types = config.get("layer_types");
    if (config.absent("layer_types")) {
      return IntStream.range(0, layers)
          .mapToObj(layer -> window.isPresent() && isWindowed(layer, rotary.get(layer)))
          .toList();
    }
    boolean byLayer = family.has(Trait.ALTERNATING_WINDOW) || family.has(Trait.WINDOW_SWITCH);
    List<String> supported = byLayer ? List.of(FULL, SLIDING) : List.of(FULL);
    List<Boolean> result = new ArrayList<>();
    for (JsonNode type : types) {
      if (!supported.contains(type.asText())) {
        config.problems().add("layer_types holds " + type + ", supported are " + supported);
      }
      result.add(type.asText().equals(SLIDING));
    }
    if (result.size() != layers) {
      config.problems().add("layer_types must name " + layers + " layers, found " + result.size());
      return rotary;
    }
    if (result.contains(true) && window.isEmpty()) {
      config.problems().add("layer_types holds " + SLIDING + ", but no sliding_window is in use");
    }
    if (!byLayer && window.isPresent()) {
      config.problems().add("layer_types and sliding_window contradict each other");
    }
    return result;
  }

  /** Where the window is if {@code layer_types} does not say. */
  private boolean isWindowed(int layer, boolean rotary) {
    if (family.has(Trait.LAYERS_WITHOUT_ROPE)) {
      return !rotary;
    }
    if (family.has(Trait.ALTERNATING_WINDOW)) {
      return layer % 2 == 0;
    }
    return !family.has(Trait.WINDOW_SWITCH) || layer >= config.number("max_window_layers");
  }

  private boolean isRotary(int layer) {
    if (!family.has(Trait.LAYERS_WITHOUT_ROPE)) {
      return true;
    }
    if (config.absent("no_rope_layers")) {
      return (layer + 1) % config.sizeOr("no_rope_layer_interval", 4) != 0;
    }
    JsonNode rotary = config.get("no_rope_layers").path(layer);
    if (!rotary.isInt()) {
      config.problems().add("no_rope_layers must hold a 0 or 1 for layer " + layer);
    }
    return rotary.asInt() != 0;
  }
}
