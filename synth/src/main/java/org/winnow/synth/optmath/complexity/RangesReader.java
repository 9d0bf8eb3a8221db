package org.winnow.synth.optmath.complexity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.synth.optmath.pair.Exchange;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.problems.Parameter;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.teacher.AnswerSchema;

/**
 * Reads ranges: a JSON object with exactly the class's parameters, each a pair of whole numbers.
 * They have to stay near the defaults, so that no answer makes instances that fill the memory.
 */
record RangesReader(ParameterRanges defaults) {
  /** How many times its greatest default a parameter may be. */
  private static final int MAX_FACTOR = 8;

  private static final JsonMapper JSON = new JsonMapper();

  /** The least number that a parameter may have. */
  static int least(Parameter parameter) {
    return Math.min(parameter.kind() == Parameter.Kind.SIZE ? 2 : 1, parameter.low());
  }

  /** The greatest number that a parameter may have. */
  static int most(Parameter parameter) {
    return Math.max(parameter.high(), Math.multiplyExact(MAX_FACTOR, parameter.high()));
  }

  AnswerSchema schema() {
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Parameter parameter : defaults.parameters()) {
      ObjectNode pair = properties.putObject(parameter.name()).put("type", "array");
      pair.putObject("items").put("type", "integer");
      pair.put("minItems", 2).put("maxItems", 2);
      required.add(parameter.name());
    }
    return AnswerSchema.of(schema.put("additionalProperties", false).toString());
  }

  /** The ranges of an answer, or {@code schema_violation} or {@code out_of_range}. */
  Made<ParameterRanges> read(String answer, List<Exchange> exchanges) {
    Optional<String> violation = schema().violation(answer);
    if (violation.isPresent()) {
      return Made.not(
          new Flaw("schema_violation", "expected ranges: " + violation.get()), exchanges);
    }
    JsonNode object;
    try {
      object = JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that conforms must be JSON", e);
    }
    List<Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : defaults.parameters()) {
      JsonNode low = object.path(parameter.name()).path(0);
      JsonNode high = object.path(parameter.name()).path(1);
      if (!isWithin(parameter, low) || !isWithin(parameter, high) || low.asInt() > high.asInt()) {
        return Made.not(
            new Flaw(
                "out_of_range",
                parameter.name()
                    + ": expected [low, high] from "
                    + least(parameter)
                    + " to "
                    + most(parameter)
                    + ", found "
                    + object.path(parameter.name())),
            exchanges);
      }
      parameters.add(new Parameter(parameter.name(), parameter.kind(), low.asInt(), high.asInt()));
    }
    return Made.of(new ParameterRanges(parameters), exchanges);
  }

  private static boolean isWithin(Parameter parameter, JsonNode number) {
    return number.canConvertToInt()
        && number.asInt() >= least(parameter)
        && number.asInt() <= most(parameter);
  }
}
