package org.winnow.schemas.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Strict reading of one JSON object: valid UTF-8, no NUL, no key twice, no unpaired surrogate, and
 * nothing behind the object. Numbers keep every digit. Not for use by several threads.
 */
final class JsonRow {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  private CharBuffer chars = CharBuffer.allocate(1 << 12);

  /**
   * The object that the first {@code length} bytes spell.
   *
   * @throws BadRow if they do not spell exactly one JSON object
   */
  ObjectNode parse(byte[] bytes, int length) throws BadRow {
    decode(bytes, length);
    int nul = indexOf(chars, '\0');
    if (nul >= 0) {
      throw new BadRow(
          "nul_byte", "NUL at character " + nul + ", near '" + Excerpt.around(chars, nul) + "'");
    }
    try (JsonParser parser = JSON.createParser(chars.array(), 0, chars.length())) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new BadRow(
            "not_an_object", "expected a JSON object, found '" + Excerpt.around(chars, 0) + "'");
      }
      ObjectNode row = object(parser, "");
      if (parser.nextToken() != null) {
        int at = (int) parser.currentTokenLocation().getCharOffset();
        throw malformed("expected nothing behind the object", at);
      }
      return row;
    } catch (JsonProcessingException e) {
      int at = e.getLocation() == null ? 0 : (int) e.getLocation().getCharOffset();
      throw malformed(e.getOriginalMessage(), at);
    } catch (NumberFormatException e) {
      throw malformed("a number is out of range: " + e.getMessage(), 0);
    } catch (IOException e) {
      throw new IllegalStateException("characters in memory cannot be read", e);
    }
  }

  private BadRow malformed(String problem, int at) {
    return new BadRow(
        "malformed_json",
        "at character " + at + ", near '" + Excerpt.around(chars, at) + "': " + problem);
  }

  private void decode(byte[] bytes, int length) throws BadRow {
    if (chars.capacity() < length) {
      chars = CharBuffer.allocate(Math.max(length, 2 * chars.capacity()));
    }
    chars.clear();
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    CoderResult result = utf8.reset().decode(in, chars, true);
    if (result.isError()) {
      int at = in.position();
      chars.flip();
      throw new BadRow(
          "invalid_utf8",
          String.format(
              Locale.ROOT,
              "byte 0x%02X at byte %d of the row is not UTF-8, behind '%s'",
              bytes[at] & 0xFF,
              at,
              Excerpt.around(chars, chars.length())));
    }
    utf8.flush(chars);
    chars.flip();
  }

  private static ObjectNode object(JsonParser parser, String path) throws BadRow, IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      String inner = path.isEmpty() ? name : path + "." + name;
      if (node.has(name)) {
        throw new BadRow("duplicate_field", "field '" + inner + "' stands twice in one object");
      }
      checkSurrogates(name, path);
      parser.nextToken();
      node.set(name, value(parser, inner));
    }
    return node;
  }

  private static JsonNode value(JsonParser parser, String path) throws BadRow, IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, path);
      case START_ARRAY -> array(parser, path);
      case VALUE_STRING -> text(parser, path);
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NULL -> NullNode.instance;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no JSON value starts with " + parser.currentToken());
    };
  }

  private static ArrayNode array(JsonParser parser, String path) throws BadRow, IOException {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      node.add(value(parser, path + "[" + node.size() + "]"));
    }
    return node;
  }

  private static JsonNode text(JsonParser parser, String path) throws BadRow, IOException {
    String text = parser.getText();
    checkSurrogates(text, path);
    return TextNode.valueOf(text);
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
          JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
    };
  }

  private static void checkSurrogates(String text, String path) throws BadRow {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      throw new BadRow(
          "unpaired_surrogate",
          String.format(
              Locale.ROOT,
              "\\u%04x at character %d of field '%s', near '%s'",
              (int) c,
              i,
              path,
              Excerpt.around(text, i)));
    }
  }

  private static int indexOf(CharBuffer text, char wanted) {
    char[] array = text.array();
    for (int i = 0; i < text.length(); i++) {
      if (array[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
