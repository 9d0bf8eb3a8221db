package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.util.Float16;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Values of Parquet records as JSON. */
final class ParquetValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final long SECONDS_A_DAY = 86_400;

  private ParquetValues() {}

  /**
   * A record as an object.
   *
   * @throws BadRow if a string is not UTF-8
   */
  static ObjectNode object(Group group) throws BadRow {
    GroupType type = group.getType();
    ObjectNode object = NODES.objectNode();
    for (int field = 0; field < type.getFieldCount(); field++) {
      object.set(type.getFieldName(field), field(group, field));
    }
    return object;
  }

  private static JsonNode field(Group group, int field) throws BadRow {
    int count = group.getFieldRepetitionCount(field);
    if (group.getType().getType(field).isRepetition(Type.Repetition.REPEATED)) {
      ArrayNode array = NODES.arrayNode();
      for (int i = 0; i < count; i++) {
        array.add(value(group, field, i));
      }
      return array;
    }
    return count == 0 ? NullNode.instance : value(group, field, 0);
  }

  private static JsonNode value(Group group, int field, int i) throws BadRow {
    Type type = group.getType().getType(field);
    if (type.isPrimitive()) {
      return primitive(group, field, i);
    }
    Group inner = group.getGroup(field, i);
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof ListLogicalTypeAnnotation) {
      return list(inner);
    }
    boolean isMap =
        meaning instanceof MapLogicalTypeAnnotation || meaning instanceof MapKeyValueTypeAnnotation;
    return isMap ? map(inner) : object(inner);
  }

  /** A list; the rules for old files are those of Parquet's LogicalTypes.md. */
  private static JsonNode list(Group list) throws BadRow {
    Type repeated = list.getType().getType(0);
    boolean threeLevels =
        !repeated.isPrimitive()
            && repeated.asGroupType().getFieldCount() == 1
            && !repeated.getName().equals("array")
            && !repeated.getName().equals(list.getType().getName() + "_tuple");
    ArrayNode array = NODES.arrayNode();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      array.add(threeLevels ? field(list.getGroup(0, i), 0) : value(list, 0, i));
    }
    return array;
  }

  private static JsonNode map(Group map) throws BadRow {
    List<JsonNode> keys = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      keys.add(field(entry, 0));
      values.add(entry.getType().getFieldCount() > 1 ? field(entry, 1) : NullNode.instance);
    }
    return JsonValues.map(keys, values);
  }

  private static JsonNode primitive(Group group, int field, int i) throws BadRow {
    Type type = group.getType().getType(field);
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> integer(group.getInteger(field, i), meaning, Integer.SIZE);
      case INT64 -> integer(group.getLong(field, i), meaning, Long.SIZE);
      case INT96 -> oldTimestamp(group.getInt96(field, i).getBytes());
      case FLOAT -> JsonValues.number(group.getFloat(field, i));
      case DOUBLE -> JsonValues.number(group.getDouble(field, i));
      case BOOLEAN -> BooleanNode.valueOf(group.getBoolean(field, i));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          bytes(group.getBinary(field, i).getBytes(), meaning, type.getName());
    };
  }

  private static JsonNode integer(long value, @Nullable LogicalTypeAnnotation meaning, int bits) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return JsonValues.number(BigDecimal.valueOf(value, decimal.getScale()));
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return JsonValues.date(value);
    }
    if (meaning instanceof TimeLogicalTypeAnnotation time) {
      return JsonValues.time(value, unit(time.getUnit()));
    }
    if (meaning instanceof TimestampLogicalTypeAnnotation stamp) {
      return JsonValues.timestamp(value, unit(stamp.getUnit()), stamp.isAdjustedToUTC());
    }
    boolean unsigned = meaning instanceof IntLogicalTypeAnnotation type && !type.isSigned();
    if (!unsigned || value >= 0) {
      return NODES.numberNode(value);
    }
    return bits == Integer.SIZE
        ? NODES.numberNode(Integer.toUnsignedLong((int) value))
        : NODES.numberNode(new BigInteger(Long.toUnsignedString(value)));
  }

  private static JsonNode bytes(
      byte[] bytes, @Nullable LogicalTypeAnnotation meaning, String column) throws BadRow {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return JsonValues.number(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
    }
    if (meaning instanceof UUIDLogicalTypeAnnotation) {
      ByteBuffer halves = ByteBuffer.wrap(bytes);
      return TextNode.valueOf(new UUID(halves.getLong(), halves.getLong()).toString());
    }
    if (meaning instanceof Float16LogicalTypeAnnotation) {
      return JsonValues.number(
          Float16.toFloat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort()));
    }
    boolean isText =
        meaning instanceof StringLogicalTypeAnnotation
            || meaning instanceof EnumLogicalTypeAnnotation
            || meaning instanceof JsonLogicalTypeAnnotation;
    return isText ? JsonValues.text(bytes, column) : JsonValues.binary(bytes);
  }

  /** Twelve bytes: nanoseconds of the day, then the Julian day number, lowest byte first. */
  private static JsonNode oldTimestamp(byte[] bytes) {
    ByteBuffer parts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = parts.getLong();
    long day = parts.getInt() - JULIAN_DAY_OF_EPOCH;
    return TextNode.valueOf(
        LocalDateTime.ofEpochSecond(day * SECONDS_A_DAY, 0, ZoneOffset.UTC)
            .plusNanos(nanos)
            .toString());
  }

  private static TimeUnit unit(LogicalTypeAnnotation.TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> TimeUnit.MILLISECONDS;
      case MICROS -> TimeUnit.MICROSECONDS;
      case NANOS -> TimeUnit.NANOSECONDS;
    };
  }
}
