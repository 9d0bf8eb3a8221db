package org.winnow.runners.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The resource definitions which the Flink operator installs, from its own jar. */
final class OperatorSchema {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry -> registry.schemaLoader(loader -> loader.block(iri -> true)));

  private OperatorSchema() {}

  /** What is wrong with a resource: values that do not fit, and fields that nobody knows. */
  static List<String> problems(JsonNode resource) throws IOException {
    JsonNode schema = schema(resource);
    List<String> problems = new ArrayList<>();
    SCHEMAS.getSchema(schema).validate(resource).forEach(e -> problems.add(e.toString()));
    addUnknown(resource.path("spec"), schema.at("/properties/spec"), "spec", problems);
    return problems;
  }

  private static JsonNode schema(JsonNode resource) throws IOException {
    String kind = resource.path("kind").asText();
    String name = kind.toLowerCase(Locale.ROOT) + "s.flink.apache.org";
    JsonNode definition;
    try (InputStream in =
        OperatorSchema.class.getResourceAsStream("/META-INF/fabric8/" + name + "-v1.yml")) {
      if (in == null) {
        throw new IOException("the operator knows no " + kind);
      }
      definition = YAML.readTree(in).path("spec");
    }
    for (JsonNode version : definition.path("versions")) {
      String api = definition.path("group").asText() + "/" + version.path("name").asText();
      if (api.equals(resource.path("apiVersion").asText())) {
        return version.at("/schema/openAPIV3Schema");
      }
    }
    throw new IOException("the operator does not know this version of " + kind);
  }

  /** Such a schema allows any field; what it does not name, the cluster drops without a word. */
  private static void addUnknown(
      JsonNode value, JsonNode schema, String at, List<String> problems) {
    if (value.isArray()) {
      for (JsonNode item : value) {
        addUnknown(item, schema.path("items"), at + "[]", problems);
      }
    }
    boolean isOpen =
        schema.has("additionalProperties")
            || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    if (!value.isObject() || isOpen) {
      return;
    }
    for (var field : value.properties()) {
      String place = at + "." + field.getKey();
      JsonNode known = schema.path("properties").path(field.getKey());
      if (known.isMissingNode()) {
        problems.add(place + ": unknown");
      } else {
        addUnknown(field.getValue(), known, place, problems);
      }
    }
  }
}
