package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/** Values of Arrow vectors as JSON. */
final class ArrowValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final DictionaryProvider dictionaries;

  ArrowValues(DictionaryProvider dictionaries) {
    this.dictionaries = dictionaries;
  }

  /**
   * Row {@code row} of several vectors as an object with their names.
   *
   * @throws BadRow if a string is not UTF-8 or a type has no JSON form
   */
  ObjectNode object(List<FieldVector> vectors, int row) throws BadRow {
    ObjectNode object = NODES.objectNode();
    for (FieldVector vector : vectors) {
      object.set(vector.getName(), value(vector, row));
    }
    return object;
  }

  private JsonNode value(FieldVector vector, int row) throws BadRow {
    if (vector.isNull(row)) {
      return NullNode.instance;
    }
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (encoding != null && vector instanceof BaseIntVector indices) {
      Dictionary dictionary = dictionaries.lookup(encoding.getId());
      return value(dictionary.getVector(), Math.toIntExact(indices.getValueAsLong(row)));
    }
    return switch (vector.getMinorType()) {
      case VARCHAR -> text(((VarCharVector) vector).get(row), vector);
      case LARGEVARCHAR -> text(((LargeVarCharVector) vector).get(row), vector);
      case VIEWVARCHAR -> text(((ViewVarCharVector) vector).get(row), vector);
      case VARBINARY -> JsonValues.binary(((VarBinaryVector) vector).get(row));
      case LARGEVARBINARY -> JsonValues.binary(((LargeVarBinaryVector) vector).get(row));
      case VIEWVARBINARY -> JsonValues.binary(((ViewVarBinaryVector) vector).get(row));
      case FIXEDSIZEBINARY -> JsonValues.binary(((FixedSizeBinaryVector) vector).get(row));
      case BIT -> BooleanNode.valueOf(((BitVector) vector).get(row) == 1);
      case TINYINT, SMALLINT, INT, BIGINT, UINT1, UINT2, UINT4 ->
          NODES.numberNode(((BaseIntVector) vector).getValueAsLong(row));
      case UINT8 -> NODES.numberNode(((UInt8Vector) vector).getObjectNoOverflow(row));
      case FLOAT4 -> JsonValues.number(((Float4Vector) vector).get(row));
      case FLOAT2 ->
          JsonValues.number((float) ((FloatingPointVector) vector).getValueAsDouble(row));
      case FLOAT8 -> JsonValues.number(((FloatingPointVector) vector).getValueAsDouble(row));
      case DECIMAL, DECIMAL256 -> JsonValues.number((BigDecimal) vector.getObject(row));
      case STRUCT -> object(((StructVector) vector).getChildrenFromFields(), row);
      case LIST, LARGELIST, FIXED_SIZE_LIST -> list(vector, row);
      case MAP -> map((MapVector) vector, row);
      default -> time(vector, row);
    };
  }

  private static JsonNode time(FieldVector vector, int row) throws BadRow {
    if (vector instanceof TimeStampVector stamps) {
      ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
      TimeUnit unit =
          switch (type.getUnit()) {
            case SECOND -> TimeUnit.SECONDS;
            case MILLISECOND -> TimeUnit.MILLISECONDS;
            case MICROSECOND -> TimeUnit.MICROSECONDS;
            case NANOSECOND -> TimeUnit.NANOSECONDS;
          };
      return JsonValues.timestamp(stamps.get(row), unit, type.getTimezone() != null);
    }
    return switch (vector.getMinorType()) {
      case DATEDAY -> JsonValues.date(((DateDayVector) vector).get(row));
      case DATEMILLI ->
          JsonValues.date(TimeUnit.MILLISECONDS.toDays(((DateMilliVector) vector).get(row)));
      case TIMESEC -> JsonValues.time(((TimeSecVector) vector).get(row), TimeUnit.SECONDS);
      case TIMEMILLI -> JsonValues.time(((TimeMilliVector) vector).get(row), TimeUnit.MILLISECONDS);
      case TIMEMICRO -> JsonValues.time(((TimeMicroVector) vector).get(row), TimeUnit.MICROSECONDS);
      case TIMENANO -> JsonValues.time(((TimeNanoVector) vector).get(row), TimeUnit.NANOSECONDS);
      case DURATION, INTERVALDAY, INTERVALYEAR, INTERVALMONTHDAYNANO ->
          TextNode.valueOf(String.valueOf(vector.getObject(row)));
      default ->
          throw new BadRow(
              "wrong_type",
              "column '"
                  + vector.getName()
                  + "' has the Arrow type "
                  + vector.getField().getType()
                  + ", which has no JSON form");
    };
  }

  private JsonNode list(FieldVector vector, int row) throws BadRow {
    if (vector instanceof ListVector list) {
      return elements(
          list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
    }
    if (vector instanceof LargeListVector list) {
      return elements(
          list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
    }
    FixedSizeListVector list = (FixedSizeListVector) vector;
    int start = row * list.getListSize();
    return elements(list.getDataVector(), start, start + list.getListSize());
  }

  private JsonNode elements(FieldVector data, long start, long end) throws BadRow {
    ArrayNode array = NODES.arrayNode();
    for (long i = start; i < end; i++) {
      array.add(value(data, Math.toIntExact(i)));
    }
    return array;
  }

  private JsonNode map(MapVector map, int row) throws BadRow {
    List<FieldVector> entry = ((StructVector) map.getDataVector()).getChildrenFromFields();
    List<JsonNode> keys = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    for (int i = map.getElementStartIndex(row); i < map.getElementEndIndex(row); i++) {
      keys.add(value(entry.get(0), i));
      values.add(value(entry.get(1), i));
    }
    return JsonValues.map(keys, values);
  }

  private static JsonNode text(byte[] utf8, FieldVector vector) throws BadRow {
    return JsonValues.text(utf8, vector.getName());
  }
}
