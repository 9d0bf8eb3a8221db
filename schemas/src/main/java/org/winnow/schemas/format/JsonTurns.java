package org.winnow.schemas.format;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.winnow.schemas.Message;

/** Lists of turns as JSON. */
final class JsonTurns {
  private JsonTurns() {}

  /** Writes {@code turns} as a list of objects with the field names of {@code type}. */
  static void write(JsonGenerator json, ColumnType type, List<Message> turns) throws IOException {
    json.writeStartArray();
    for (Message turn : turns) {
      json.writeStartObject();
      json.writeStringField(type.speaker(), type.label(turn.role()));
      json.writeStringField(type.text(), turn.content());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes turns as a list of pairs of texts. */
  static void writePairs(JsonGenerator json, List<Message> turns) throws IOException {
    json.writeStartArray();
    for (int i = 0; i < turns.size(); i += 2) {
      json.writeStartArray();
      json.writeString(turns.get(i).content());
      json.writeString(turns.get(i + 1).content());
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
