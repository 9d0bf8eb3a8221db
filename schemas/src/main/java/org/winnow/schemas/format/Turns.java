package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/**
 * The turns of a conversation as they are collected, with whatever else the source says of each.
 */
final class Turns {
  private static final List<String> ROLE_FIELDS = List.of("role", "from");
  private static final List<String> CONTENT_FIELDS = List.of("content", "value");
  private static final List<String> CALL_FIELDS = List.of("tool_calls", "function_call");

  private final List<Message> messages = new ArrayList<>();
  private final ArrayNode fields = JsonNodeFactory.instance.arrayNode();
  private boolean hasFields;

  List<Message> messages() {
    return messages;
  }

  /** One object for each message: its other fields, nulls left out. */
  ArrayNode fields() {
    return fields;
  }

  /** Whether any message has other fields. */
  boolean hasFields() {
    return hasFields;
  }

  /** Whether the assistant speaks first. */
  boolean startsWithAnswer() {
    return !messages.isEmpty() && messages.get(0).role() == Role.ASSISTANT;
  }

  void add(Role role, String content) {
    messages.add(new Message(role, content));
    fields.addObject();
  }

  void addAll(Turns more) {
    messages.addAll(more.messages);
    fields.addAll(more.fields);
    hasFields |= more.hasFields;
  }

  /**
   * Adds the turns of a JSON list.
   *
   * @param field name of the list, for messages
   */
  void addAll(JsonNode list, String field) throws BadRow {
    if (!list.isArray()) {
      throw wrongType(field, "a list of turns", list);
    }
    for (int i = 0; i < list.size(); i++) {
      String place = field + "[" + i + "]";
      if (!(list.get(i) instanceof ObjectNode turn)) {
        throw wrongType(place, "an object", list.get(i));
      }
      addTurn(turn, place);
    }
  }

  private void addTurn(ObjectNode turn, String place) throws BadRow {
    Role role = takeRole(turn, place);
    String content = takeContent(turn, place);
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : turn.properties()) {
      if (!field.getValue().isNull()) {
        rest.set(field.getKey(), field.getValue());
      }
    }
    messages.add(new Message(role, content));
    fields.add(rest);
    hasFields |= !rest.isEmpty();
  }

  private static Role takeRole(ObjectNode turn, String place) throws BadRow {
    String field =
        ROLE_FIELDS.stream()
            .filter(turn::hasNonNull)
            .findFirst()
            .orElseThrow(() -> new BadRow("missing_role", place + " has no role" + found(turn)));
    JsonNode value = turn.remove(field);
    if (!value.isTextual()) {
      throw wrongType(place + "." + field, "text", value);
    }
    return Role.of(value.textValue())
        .orElseThrow(
            () ->
                new BadRow(
                    "unknown_role",
                    place + "." + field + " is '" + Excerpt.around(value.textValue(), 0) + "'"));
  }

  private static String takeContent(ObjectNode turn, String place) throws BadRow {
    Optional<String> field = CONTENT_FIELDS.stream().filter(turn::hasNonNull).findFirst();
    if (field.isEmpty()) {
      if (CALL_FIELDS.stream().anyMatch(turn::hasNonNull)) {
        return "";
      }
      throw new BadRow("missing_field", place + " has no content" + found(turn));
    }
    JsonNode value = turn.remove(field.get());
    if (value.isTextual()) {
      return value.textValue();
    }
    if (!value.isArray()) {
      throw wrongType(place + "." + field.get(), "text or a list of parts", value);
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : value) {
      text.append(textOf(part, place));
    }
    return text.toString();
  }

  private static String textOf(JsonNode part, String place) throws BadRow {
    if (!part.path("type").asText("").equals("text") || !part.path("text").isTextual()) {
      throw new BadRow(
          "unsupported_content",
          place
              + ": expected parts of type text, found type '"
              + Excerpt.around(part.path("type").asText("none"), 0)
              + "'");
    }
    return part.path("text").textValue();
  }

  private static String found(ObjectNode turn) {
    List<String> names = new ArrayList<>();
    turn.fieldNames().forEachRemaining(names::add);
    return ", found " + names;
  }

  /** A value of another type than a field must have. */
  static BadRow wrongType(String field, String expected, JsonNode found) {
    return new BadRow(
        "wrong_type",
        "field '"
            + field
            + "': expected "
            + expected
            + ", found "
            + found.getNodeType().name().toLowerCase(Locale.ROOT)
            + " '"
            + Excerpt.around(found.toString(), 0)
            + "'");
  }
}
