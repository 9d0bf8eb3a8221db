package org.winnow.schemas.format;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.winnow.schemas.Message;

/** The values of one row as the fields of a JSON object. */
final class JsonRowValues implements RowValues {
  private final JsonGenerator json;
  private final List<OutputColumn> columns;
  private int next;

  JsonRowValues(JsonGenerator json, List<OutputColumn> columns) {
    this.json = json;
    this.columns = columns;
  }

  @Override
  public void text(String value) throws IOException {
    startField();
    json.writeString(value);
  }

  @Override
  public void whole(long value) throws IOException {
    startField();
    json.writeNumber(value);
  }

  @Override
  public void number(double value) throws IOException {
    startField();
    if (Double.isNaN(value)) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  @Override
  public void turns(List<Message> turns) throws IOException {
    JsonTurns.write(json, startField(), turns);
  }

  @Override
  public void pairs(List<Message> turns) throws IOException {
    startField();
    JsonTurns.writePairs(json, turns);
  }

  private ColumnType startField() throws IOException {
    OutputColumn column = columns.get(next++);
    json.writeFieldName(column.name());
    return column.type();
  }
}
