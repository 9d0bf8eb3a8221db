package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Values of typed columns as JSON: what both Parquet and Arrow need. */
final class JsonValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonValues() {}

  /**
   * A string column's value.
   *
   * @throws BadRow if the bytes are not UTF-8
   */
  static JsonNode text(byte[] utf8, String column) throws BadRow {
    try {
      return TextNode.valueOf(decode(utf8));
    } catch (CharacterCodingException e) {
      throw new BadRow(
          "invalid_utf8",
          "column '" + column + "' is not UTF-8, near '" + Excerpt.ofStart(utf8) + "'");
    }
  }

  /**
   * A binary column's value: as text if it is UTF-8, which is what most writers mean, else base64.
   */
  static JsonNode binary(byte[] bytes) {
    try {
      return TextNode.valueOf(decode(bytes));
    } catch (CharacterCodingException e) {
      return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
    }
  }

  /** A number; NaN, which stands for a missing value, is null, and infinity is text. */
  static JsonNode number(double value) {
    return Double.isFinite(value) ? DoubleNode.valueOf(value) : notFinite(value);
  }

  /** A number with the digits of its own precision; otherwise like {@link #number(double)}. */
  static JsonNode number(float value) {
    return Float.isFinite(value) ? FloatNode.valueOf(value) : notFinite(value);
  }

  static JsonNode number(BigDecimal value) {
    return DecimalNode.valueOf(value);
  }

  private static JsonNode notFinite(double value) {
    return Double.isNaN(value) ? NullNode.instance : TextNode.valueOf(Double.toString(value));
  }

  /** A day, such as 2024-02-29. */
  static JsonNode date(long epochDay) {
    return TextNode.valueOf(LocalDate.ofEpochDay(epochDay).toString());
  }

  /** A time of day, such as 23:59:59.5. */
  static JsonNode time(long value, TimeUnit unit) {
    return TextNode.valueOf(LocalTime.ofNanoOfDay(unit.toNanos(value)).toString());
  }

  /** A point in time, such as 2024-02-29T12:00:00Z; without the Z if it has no time zone. */
  static JsonNode timestamp(long value, TimeUnit unit, boolean hasZone) {
    long perSecond = unit.convert(1, TimeUnit.SECONDS);
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(value, perSecond), unit.toNanos(Math.floorMod(value, perSecond)));
    return TextNode.valueOf(
        hasZone ? instant.toString() : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString());
  }

  /** A map: an object if all keys are text, else a list of objects of key and value. */
  static JsonNode map(List<JsonNode> keys, List<JsonNode> values) throws BadRow {
    if (!keys.stream().allMatch(JsonNode::isTextual)) {
      ArrayNode entries = NODES.arrayNode();
      for (int i = 0; i < keys.size(); i++) {
        entries.addObject().<ObjectNode>set("key", keys.get(i)).set("value", values.get(i));
      }
      return entries;
    }
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < keys.size(); i++) {
      if (object.has(keys.get(i).textValue())) {
        throw new BadRow(
            "duplicate_field", "a map has key '" + keys.get(i).textValue() + "' twice");
      }
      object.set(keys.get(i).textValue(), values.get(i));
    }
    return object;
  }

  /**
   * Refuses a row whose strings are longer, in characters, than the limit in bytes.
   *
   * @throws BadRow with reason {@code row_too_long}
   */
  static void checkLength(JsonNode row, ReadLimits limits) throws BadRow {
    long chars = textChars(row);
    if (chars > limits.maxRowBytes()) {
      throw new BadRow(
          "row_too_long",
          "expected at most " + limits.maxRowBytes() + " bytes, found " + chars + " characters");
    }
  }

  /**
   * Refuses a file with two columns of one name.
   *
   * @throws DamagedFile with reason {@code duplicate_field}
   */
  static void checkDistinct(List<String> columns) throws DamagedFile {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.indexOf(columns.get(i)) < i) {
        throw DamagedFile.whole(
            "duplicate_field", "two columns have the name '" + columns.get(i) + "' in " + columns);
      }
    }
  }

  private static long textChars(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().length();
    }
    long chars = 0;
    for (JsonNode child : node) {
      chars += textChars(child);
    }
    return chars;
  }

  private static String decode(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }
}
