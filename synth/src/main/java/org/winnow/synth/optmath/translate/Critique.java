package org.winnow.synth.optmath.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.synth.teacher.AnswerSchema;

/**
 * What a teacher finds a text to lack. It is read from a field and never from words, since
 * "incomplete" has "complete" in it.
 *
 * @param complete whether nothing is to be mended
 * @param issues what is to be mended; empty if and only if it is complete
 */
record Critique(boolean complete, List<String> issues) {
  static final AnswerSchema SCHEMA =
      AnswerSchema.of(
          """
          {"type": "object",
           "properties": {
             "issues": {"type": "array", "maxItems": 100, "items": {"type": "string", "minLength": 1}},
             "complete": {"type": "boolean"}},
           "required": ["issues", "complete"],
           "additionalProperties": false}
          """);

  private static final JsonMapper JSON = new JsonMapper();

  Critique {
    issues = List.copyOf(issues);
  }

  /** Reads a verdict. Empty if it does not conform to the schema or contradicts itself. */
  static Optional<Critique> read(String answer) {
    if (SCHEMA.violation(answer).isPresent()) {
      return Optional.empty();
    }
    JsonNode object;
    try {
      object = JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that conforms must be JSON", e);
    }
    List<String> issues = new ArrayList<>();
    object.path("issues").forEach(issue -> issues.add(issue.asText()));
    boolean complete = object.path("complete").asBoolean();
    return complete == issues.isEmpty()
        ? Optional.of(new Critique(complete, issues))
        : Optional.empty();
  }
}
