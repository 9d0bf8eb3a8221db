package org.winnow.synth.teacher;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Optional;

/**
 * A JSON Schema that answers have to conform to, draft 2020-12 unless it names another.
 *
 * <p>References lead to places inside of the schema only: nothing is loaded from anywhere. Two
 * schemas are equal if their JSON is, the order of fields included, since a model writes the fields
 * of its answer in the order of the schema.
 */
public final class AnswerSchema {
  private static final int MAX_SHOWN_ERRORS = 3;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry.schemaCacheEnabled(false).schemaLoader(loader -> loader.block(iri -> true)));

  private final JsonNode json;
  private final Schema schema;

  private AnswerSchema(JsonNode json, Schema schema) {
    this.json = json;
    this.schema = schema;
  }

  /**
   * Reads a schema.
   *
   * @throws IllegalArgumentException if it is not a JSON object, or not a schema, or leads outside
   */
  public static AnswerSchema of(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.isObject()) {
        throw new IllegalArgumentException("expected a JSON Schema, an object, got: " + text);
      }
      Schema schema = SCHEMAS.getSchema(json);
      schema.initializeValidators();
      return new AnswerSchema(json, schema);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected a JSON Schema, got: " + text, e);
    } catch (SchemaException e) {
      throw new IllegalArgumentException(
          "expected a JSON Schema that refers to itself only: " + e.getMessage(), e);
    }
  }

  /** The schema as it goes into a request. */
  JsonNode json() {
    return json.deepCopy();
  }

  /** What is wrong with an answer, or empty if it is JSON that conforms. */
  public Optional<String> violation(String answer) {
    JsonNode found;
    try {
      found = JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      return Optional.of("expected JSON, found: " + e.getOriginalMessage());
    }
    List<String> errors =
        schema.validate(found).stream()
            .map(error -> error.toString())
            .sorted()
            .limit(MAX_SHOWN_ERRORS)
            .toList();
    return errors.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", errors));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnswerSchema that && json.toString().equals(that.json.toString());
  }

  @Override
  public int hashCode() {
    return json.toString().hashCode();
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
