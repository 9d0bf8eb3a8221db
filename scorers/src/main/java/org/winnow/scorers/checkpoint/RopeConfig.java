package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.winnow.scorers.checkpoint.Family.Trait;

/**
 * Reads the options of rotary positions, in the form of transformers 4 ({@code rope_theta}, {@code
 * rope_scaling}) and of transformers 5 ({@code rope_parameters}).
 */
final class RopeConfig {
  private static final Set<String> KNOWN =
      Set.of(
          "rope_theta",
          "rope_type",
          "type",
          "partial_rotary_factor",
          "factor",
          "low_freq_factor",
          "high_freq_factor",
          "original_max_position_embeddings",
          "attention_factor",
          "short_factor",
          "long_factor");

  private final Family family;
  private final ConfigOptions config;
  private final ConfigOptions rope;

  RopeConfig(Family family, ConfigOptions config) {
    this.family = family;
    this.config = config;
    String holder = config.absent("rope_parameters") ? "rope_scaling" : "rope_parameters";
    JsonNode node =
        config.absent(holder) ? JsonNodeFactory.instance.objectNode() : config.get(holder);
    this.rope = new ConfigOptions(node, config.problems());
  }

  /** Rotary positions for heads of that width. */
  RopeSpec read(int headDim) {
    rope.node()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                problem("rope option " + name + " is not supported");
              }
            });
    if (family.has(Trait.STATED_THETA)
        && rope.absent("rope_theta")
        && config.absent("rope_theta")) {
      problem("rope_theta must be stated");
    }
    double theta = either("rope_theta", 10_000);
    int dimensions = dimensions(headDim);
    return new RopeSpec(theta, dimensions, scaling(dimensions));
  }

  /** The longest context in which the frequencies are those of {@link #read}, in tokens. */
  int longest(int maxPositions) {
    return isLong()
        ? Math.min(maxPositions, config.size("original_max_position_embeddings"))
        : maxPositions;
  }

  private RopeSpec.Scaling scaling(int dimensions) {
    String type = type();
    if (type.equals("default")) {
      return new RopeSpec.Plain();
    }
    if (isLong()) {
      return longRope(dimensions);
    }
    if (type.equals("llama3") && !family.has(Trait.LONG_ROPE)) {
      return new RopeSpec.Llama3(
          rope.positive("factor"),
          rope.positive("low_freq_factor"),
          rope.positive("high_freq_factor"),
          rope.positive("original_max_position_embeddings"));
    }
    problem(
        "rope_type '"
            + type
            + "' is not supported, supported for "
            + family.modelType()
            + " are "
            + (family.has(Trait.LONG_ROPE) ? "[default, longrope]" : "[default, llama3]"));
    return new RopeSpec.Plain();
  }

  private String type() {
    return rope.get("rope_type").asText(rope.get("type").asText("default"));
  }

  private boolean isLong() {
    return family.has(Trait.LONG_ROPE) && Set.of("longrope", "su", "yarn").contains(type());
  }

  /**
   * The stretch for contexts up to the original length. Beyond it the model has other frequencies
   * for the whole of a context: a sample's score would depend on the length of its batch mates.
   */
  private RopeSpec.Scaling longRope(int dimensions) {
    List<Double> divisors = new ArrayList<>();
    rope.get("short_factor").forEach(value -> divisors.add(value.asDouble()));
    if (divisors.size() != dimensions / 2) {
      problem(
          "short_factor must hold "
              + dimensions / 2
              + " numbers, one for each pair of rotated dimensions, found "
              + divisors.size());
    }
    double original = config.positive("original_max_position_embeddings");
    double factor = rope.number("factor", config.size("max_position_embeddings") / original);
    double standard =
        factor <= 1 ? 1 : StrictMath.sqrt(1 + StrictMath.log(factor) / StrictMath.log(original));
    return new RopeSpec.LongRope(divisors, rope.number("attention_factor", standard));
  }

  private int dimensions(int headDim) {
    double share = either("partial_rotary_factor", 1);
    if (!family.has(Trait.PARTIAL_ROTARY) && share != 1) {
      problem(
          "partial_rotary_factor "
              + share
              + " is not supported for "
              + family.modelType()
              + ", supported is 1");
      return headDim;
    }
    int dimensions = (int) (headDim * share);
    if (dimensions < 2 || dimensions > headDim || dimensions % 2 != 0) {
      problem(
          "the rotated part of a head must be even and from 2 to head_dim "
              + headDim
              + ", got "
              + dimensions
              + " by partial_rotary_factor "
              + share);
    }
    return dimensions;
  }

  private double either(String option, double otherwise) {
    return rope.absent(option) ? config.number(option, otherwise) : rope.number(option);
  }

  private void problem(String text) {
    config.problems().add(text);
  }
}
