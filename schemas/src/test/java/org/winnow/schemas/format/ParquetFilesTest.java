package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.schemas.Sample;

class ParquetFilesTest {
  private static final String PAIR =
      "message m { optional binary question (STRING); optional binary answer (STRING); }";

  private final Path directory;

  ParquetFilesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void readsEveryUsualCodec(CompressionCodecName codec) throws IOException {
    Path file = directory.resolve("a.parquet");
    write(file, PAIR, 3, codec, ParquetFilesTest::fillPair);

    Reading reading = Reading.of(file);

    assertThat(reading.rejections()).isEmpty();
    assertThat(reading.talks())
        .containsExactly(
            "user: q0 | assistant: a0", "user: q1 | assistant: a1", "user: q2 | assistant: a2");
    assertThat(reading.rows()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void readsListsOfStructsInEveryHistoricForm() throws IOException {
    String struct = "{ optional binary role (STRING); optional binary content (STRING); }";
    List<String> schemas =
        List.of(
            "optional group messages (LIST) { repeated group list { optional group element "
                + struct
                + " } }",
            "optional group messages (LIST) { repeated group bag { optional group array_element "
                + struct
                + " } }",
            "optional group messages (LIST) { repeated group array " + struct + " }",
            "optional group messages (LIST) { repeated group messages_tuple " + struct + " }",
            "repeated group messages " + struct);
    for (String schema : schemas) {
      Path file = directory.resolve("a.parquet");
      write(
          file,
          "message m { " + schema + " }",
          1,
          CompressionCodecName.UNCOMPRESSED,
          (group, row) -> {
            addTurn(group, schema, "user", "q");
            addTurn(group, schema, "assistant", "a");
          });

      Reading reading = Reading.of(file);

      assertThat(reading.talks()).as(schema).containsExactly("user: q | assistant: a");
    }
  }

  @Test
  void keepsEveryKindOfValueInMeta() throws IOException {
    String schema =
        "message m { optional binary question (STRING); optional binary answer (STRING);"
            + " required int32 i; required int64 u (INTEGER(64,false));"
            + " required int32 day (DATE); required int64 at (TIMESTAMP(MILLIS,true));"
            + " required int64 local (TIMESTAMP(MICROS,false)); required int96 old;"
            + " required int32 time (TIME(MILLIS,false)); required int64 price (DECIMAL(9,2));"
            + " required binary big (DECIMAL(20,1)); required float f; required double d;"
            + " required double nan; required boolean b; required binary raw;"
            + " required binary text; optional int32 none;"
            + " required group map (MAP) { repeated group key_value {"
            + " required binary key (STRING); optional int32 value; } }"
            + " required group pairs (LIST) { repeated int32 element; } }";
    Path file = directory.resolve("a.parquet");
    write(file, schema, 1, CompressionCodecName.ZSTD, ParquetFilesTest::fillEveryKind);

    Sample sample = Reading.of(file).samples().get(0);

    assertThat(sample.meta())
        .isEqualTo(
            "{\"i\":-1,\"u\":18446744073709551615,\"day\":\"2024-02-29\","
                + "\"at\":\"1970-01-01T00:00:01.500Z\",\"local\":\"1969-12-31T23:59:59.999999\","
                + "\"old\":\"1970-01-02T00:00:00.000000001\",\"time\":\"00:00:01\","
                + "\"price\":1.10,\"big\":-25.6,\"f\":0.1,\"d\":1.0E-7,\"nan\":null,\"b\":true,"
                + "\"raw\":\"/wA=\",\"text\":\"plain\",\"none\":null,\"map\":{\"k\":1},"
                + "\"pairs\":[4,5]}");
  }

  @Test
  void aFileWithoutAFooterIsTruncatedAsAWhole() throws IOException {
    Path whole = directory.resolve("whole.parquet");
    write(whole, PAIR, 3, CompressionCodecName.SNAPPY, ParquetFilesTest::fillPair);
    byte[] bytes = Files.readAllBytes(whole);

    for (int length : new int[] {4, 7, 100, bytes.length - 1}) {
      Path file = Reading.write(directory, "a.parquet", Arrays.copyOf(bytes, length));

      assertThat(Reading.of(file).samples()).isEmpty();
      assertThat(Reading.of(file).reasons()).containsExactly("0 truncated_file");
    }
  }

  @Test
  void aFileWithABrokenFooterIsUnreadable() throws IOException {
    Path whole = directory.resolve("whole.parquet");
    write(whole, PAIR, 3, CompressionCodecName.SNAPPY, ParquetFilesTest::fillPair);
    byte[] bytes = Files.readAllBytes(whole);
    Arrays.fill(bytes, bytes.length - 100, bytes.length - 8, (byte) 0x7F);

    Reading reading = Reading.of(Reading.write(directory, "a.parquet", bytes));

    assertThat(reading.samples()).isEmpty();
    assertThat(reading.reasons()).containsExactly("0 unreadable_file");
  }

  @Test
  void brokenDataUnderASoundFooterIsUnreadableBehindTheLastRow() throws IOException {
    Path whole = directory.resolve("whole.parquet");
    write(whole, PAIR, 3, CompressionCodecName.ZSTD, ParquetFilesTest::fillPair);
    byte[] bytes = Files.readAllBytes(whole);
    Arrays.fill(bytes, 4, 60, (byte) 0x55);

    Reading reading = Reading.of(Reading.write(directory, "a.parquet", bytes));

    assertThat(reading.samples()).isEmpty();
    assertThat(reading.reasons()).containsExactly("1 unreadable_file");
  }

  @Test
  void noDamagedByteEscapesAsAnException() throws IOException {
    Path whole = directory.resolve("whole.parquet");
    write(whole, PAIR, 3, CompressionCodecName.UNCOMPRESSED, ParquetFilesTest::fillPair);
    byte[] bytes = Files.readAllBytes(whole);
    int unreadable = 0;

    for (int at = 4; at < bytes.length - 8; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] = (byte) 0xEE;
      Reading reading = Reading.of(Reading.write(directory, "a.parquet", damaged));

      assertThat(reading.samples().size() + reading.rejections().size()).isBetween(1, 4);
      unreadable += reading.reasons().toString().contains("unreadable_file") ? 1 : 0;
    }

    assertThat(unreadable).isGreaterThan(10);
  }

  @Test
  void aStringThatIsNotUtf8IsOneBadRow() throws IOException {
    Path file = directory.resolve("a.parquet");
    write(
        file,
        PAIR,
        3,
        CompressionCodecName.SNAPPY,
        (group, row) -> {
          group.add("question", "q" + row);
          byte[] answer = {'a', row == 1 ? (byte) 0xC3 : (byte) 'b', '('};
          group.add("answer", Binary.fromConstantByteArray(answer));
        });

    Reading reading = Reading.of(file);

    assertThat(reading.rows()).containsExactly(1L, 3L);
    assertThat(reading.reasons()).containsExactly("2 invalid_utf8");
  }

  @Test
  void aBadRowIsOneAmongOthers() throws IOException {
    Path file = directory.resolve("a.parquet");
    write(
        file,
        PAIR,
        3,
        CompressionCodecName.SNAPPY,
        (group, row) -> {
          group.add("question", "q" + row);
          if (row != 1) {
            group.add("answer", "a\0".substring(0, row == 0 ? 1 : 2));
          }
        });

    Reading reading = Reading.of(file);

    assertThat(reading.talks()).containsExactly("user: q0 | assistant: a");
    assertThat(reading.reasons()).containsExactly("2 unknown_shape", "3 nul_byte");
  }

  private static void fillPair(Group group, int row) {
    group.add("question", "q" + row);
    group.add("answer", "a" + row);
  }

  private static void fillEveryKind(Group group, int row) {
    fillPair(group, row);
    group.add("i", -1);
    group.add("u", -1L);
    group.add("day", 19_782);
    group.add("at", 1_500L);
    group.add("local", -1L);
    group.add("old", new NanoTime(2_440_589, 1));
    group.add("time", 1000);
    group.add("price", 110L);
    group.add("big", Binary.fromConstantByteArray(new byte[] {(byte) 0xFF, 0}));
    group.add("f", 0.1f);
    group.add("d", 1e-7);
    group.add("nan", Double.NaN);
    group.add("b", true);
    group.add("raw", Binary.fromConstantByteArray(new byte[] {(byte) 0xFF, 0}));
    group.add("text", "plain");
    Group entry = group.addGroup("map").addGroup("key_value");
    entry.add("key", "k");
    entry.add("value", 1);
    Group pairs = group.addGroup("pairs");
    pairs.add("element", 4);
    pairs.add("element", 5);
  }

  private static void addTurn(Group group, String schema, String role, String content) {
    Group turn;
    if (schema.startsWith("repeated")) {
      turn = group.addGroup("messages");
    } else {
      Group list =
          group.getFieldRepetitionCount("messages") == 0
              ? group.addGroup("messages")
              : group.getGroup("messages", 0);
      Group item = list.addGroup(0);
      turn = item.getType().getFieldCount() == 1 ? item.addGroup(0) : item;
    }
    turn.add("role", role);
    turn.add("content", content);
  }

  private static void write(
      Path file, String schema, int rows, CompressionCodecName codec, BiConsumer<Group, Integer> f)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .withCompressionCodec(codec)
            .build()) {
      for (int row = 0; row < rows; row++) {
        Group group = new SimpleGroup(type);
        f.accept(group, row);
        writer.write(group);
      }
    }
  }
}
