package org.winnow.pipelines.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes to a recipe from the command line, each {@code path=value}.
 *
 * <p>A path is made of keys and list positions, {@code steps[1].score.scorers[0]} or {@code
 * steps.1.score}; a step may be named instead of counted, {@code steps.select.keep=20%}, as long as
 * the recipe has it once. The value is read as YAML.
 */
final class Overrides {
  private final YAMLMapper yaml;
  private final Problems problems;

  Overrides(YAMLMapper yaml, Problems problems) {
    this.yaml = yaml;
    this.problems = problems;
  }

  /** Applies the overrides in order. */
  void apply(ObjectNode recipe, List<String> overrides) {
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals <= 0) {
        problems.add("--set " + override, "expected path=value");
        continue;
      }
      String path = override.substring(0, equals).trim();
      try {
        set(recipe, path, yaml.readTree(override.substring(equals + 1)));
      } catch (JsonProcessingException e) {
        problems.add("--set " + path, "value is not YAML: " + e.getOriginalMessage());
      }
    }
  }

  private void set(ObjectNode recipe, String path, JsonNode value) {
    String[] keys = path.replaceAll("\\[(\\d+)]", ".$1").split("\\.");
    JsonNode at = recipe;
    for (int i = 0; i < keys.length - 1; i++) {
      JsonNode next = child(at, keys[i]);
      if (next.isMissingNode() && at instanceof ObjectNode mapping) {
        next = mapping.putObject(keys[i]);
      }
      if (!next.isContainerNode()) {
        problems.add("--set " + path, "the recipe has no '" + keys[i] + "' there");
        return;
      }
      at = next;
    }
    if (!put(at, keys[keys.length - 1], value)) {
      problems.add("--set " + path, "the recipe has no '" + keys[keys.length - 1] + "' there");
    }
  }

  private static boolean put(JsonNode at, String key, JsonNode value) {
    if (at instanceof ObjectNode mapping) {
      mapping.set(key, value);
      return true;
    }
    if (at instanceof ArrayNode list && isPosition(key)) {
      int position = Integer.parseInt(key);
      if (position < list.size()) {
        list.set(position, value);
        return true;
      }
    }
    Optional<ObjectNode> item = itemWith(at, key);
    item.ifPresent(found -> found.set(key, value));
    return item.isPresent();
  }

  private static JsonNode child(JsonNode at, String key) {
    if (at.isObject()) {
      return at.path(key);
    }
    if (isPosition(key)) {
      return at.path(Integer.parseInt(key));
    }
    return itemWith(at, key).map(item -> item.path(key)).orElse(MissingNode.getInstance());
  }

  /** The one item of a list that has the key; empty if none has it, or several. */
  private static Optional<ObjectNode> itemWith(JsonNode list, String key) {
    List<ObjectNode> items = new ArrayList<>();
    for (JsonNode item : list) {
      if (item instanceof ObjectNode mapping && mapping.has(key)) {
        items.add(mapping);
      }
    }
    return items.size() == 1 ? Optional.of(items.get(0)) : Optional.empty();
  }

  private static boolean isPosition(String key) {
    return key.matches("\\d{1,6}");
  }
}
