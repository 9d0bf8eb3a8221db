package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.schemas.ArrowMemory;
import org.winnow.schemas.Sample;

class ArrowFilesTest {
  private static final List<String> FOUR_TALKS =
      List.of(
          "user: q0 | assistant: a0",
          "user: q1 | assistant: a1",
          "user: q0 | assistant: a0",
          "user: q1 | assistant: a1");

  private final Path directory;

  ArrowFilesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void nothingOffHeapStays() {
    assertThat(ArrowMemory.bytesHeld()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_COMPRESSION", "LZ4_FRAME", "ZSTD"})
  void readsStreamsAndFilesWithLargeStringsAndDictionaries(CodecType codec) throws IOException {
    byte[] stream = write(false, codec, "question", "answer");
    byte[] file = write(true, codec, "question", "answer");

    Reading fromStream = Reading.of(Reading.write(directory, "a.arrow", stream));
    Reading fromFile = Reading.of(Reading.write(directory, "a.feather", file));
    Reading fromGzip = Reading.of(Reading.write(directory, "a.arrow.gz", gzip(stream)));

    for (Reading reading : List.of(fromStream, fromFile, fromGzip)) {
      assertThat(reading.rejections()).isEmpty();
      assertThat(reading.talks()).isEqualTo(FOUR_TALKS);
      assertThat(reading.rows()).containsExactly(1L, 2L, 3L, 4L);
      assertThat(reading.samples())
          .extracting(Sample::meta)
          .containsExactly(
              "{\"n\":7,\"topic\":\"even\"}",
              "{\"n\":null,\"topic\":\"odd\"}",
              "{\"n\":7,\"topic\":\"even\"}",
              "{\"n\":null,\"topic\":\"odd\"}");
    }
  }

  @Test
  void aCutAnywhereInAStreamGivesTheRowsBeforeItAndOneRejection() throws IOException {
    byte[] stream = write(false, CodecType.NO_COMPRESSION, "question", "answer");

    int seen = 0;
    for (int length = 4; length < stream.length; length++) {
      byte[] cut = Arrays.copyOf(stream, length);

      Reading reading = Reading.of(Reading.write(directory, "a.arrow", cut));

      int whole = reading.samples().size();
      assertThat(whole).isGreaterThanOrEqualTo(seen);
      seen = whole;
      assertThat(reading.talks()).isEqualTo(FOUR_TALKS.subList(0, whole));
      assertThat(reading.reasons())
          .as("cut to %s of %s bytes", length, stream.length)
          .containsExactly((whole + 1) + " truncated_file");
    }
    assertThat(seen).isEqualTo(4);
  }

  @Test
  void aFileWithoutAFooterIsTruncatedAsAWhole() throws IOException {
    byte[] file = write(true, CodecType.NO_COMPRESSION, "question", "answer");

    for (int length : new int[] {6, 8, 100, file.length / 2, file.length - 1}) {
      Path path = Reading.write(directory, "a.arrow", Arrays.copyOf(file, length));

      assertThat(Reading.of(path).samples()).isEmpty();
      assertThat(Reading.of(path).reasons()).containsExactly("0 truncated_file");
    }
  }

  @Test
  void aFileWithABrokenFooterIsUnreadable() throws IOException {
    byte[] file = write(true, CodecType.NO_COMPRESSION, "question", "answer");
    Arrays.fill(file, file.length - 60, file.length - 6, (byte) 0x7F);

    Reading reading = Reading.of(Reading.write(directory, "a.arrow", file));

    assertThat(reading.samples()).isEmpty();
    assertThat(reading.reasons()).hasSize(1).first().asString().endsWith(" unreadable_file");
  }

  @Test
  void aCompressedFileCannotBeReadAndSaysWhatToDo() throws IOException {
    byte[] file = write(true, CodecType.NO_COMPRESSION, "question", "answer");

    Reading reading = Reading.of(Reading.write(directory, "a.arrow.gz", gzip(file)));

    assertThat(reading.reasons()).containsExactly("0 unreadable_file");
    assertThat(reading.rejections().get(0).evidence()).contains("decompress it");
  }

  @Test
  void twoColumnsOfOneNameRejectTheFile() throws IOException {
    for (boolean file : new boolean[] {true, false}) {
      byte[] bytes = write(file, CodecType.NO_COMPRESSION, "question", "question");

      Reading reading = Reading.of(Reading.write(directory, "a.arrow", bytes));

      assertThat(reading.samples()).isEmpty();
      assertThat(reading.reasons()).containsExactly("0 duplicate_field");
      assertThat(reading.rejections().get(0).evidence()).contains("'question'");
    }
  }

  @Test
  void aStringThatIsNotUtf8IsOneBadRow() throws IOException {
    byte[] stream = write(false, CodecType.NO_COMPRESSION, "question", "answer");
    int at = indexOf(stream, "q0q1");
    stream[at + 3] = (byte) 0xC0;

    Reading reading = Reading.of(Reading.write(directory, "a.arrow", stream));

    assertThat(reading.rows()).containsExactly(1L, 3L, 4L);
    assertThat(reading.reasons()).containsExactly("2 invalid_utf8");
    assertThat(reading.rejections().get(0).evidence()).contains("column 'question'");
  }

  @Test
  void aRowThatIsTooLongIsOneBadRow() throws IOException {
    byte[] stream = write(false, CodecType.NO_COMPRESSION, "question", "answer");
    Path file = Reading.write(directory, "a.arrow", stream);

    assertThat(Reading.of(file, Mapping.AUTO, new ReadLimits(7)).reasons())
        .containsExactly("1 row_too_long", "3 row_too_long");
  }

  /** Two equal batches of two rows: strings, large strings, integers, a dictionary. */
  private static byte[] write(boolean file, CodecType codec, String first, String second)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BufferAllocator allocator = ArrowMemory.child("test");
        VarCharVector questions = new VarCharVector(first, allocator);
        LargeVarCharVector answers = new LargeVarCharVector(second, allocator);
        IntVector numbers = new IntVector("n", allocator);
        VarCharVector topics = new VarCharVector("topic", allocator);
        VarCharVector words = new VarCharVector("words", allocator)) {
      for (int i = 0; i < 2; i++) {
        questions.setSafe(i, ("q" + i).getBytes(StandardCharsets.UTF_8));
        answers.setSafe(i, ("a" + i).getBytes(StandardCharsets.UTF_8));
        topics.setSafe(i, (i == 0 ? "even" : "odd").getBytes(StandardCharsets.UTF_8));
        words.setSafe(i, (i == 0 ? "odd" : "even").getBytes(StandardCharsets.UTF_8));
      }
      numbers.setSafe(0, 7);
      numbers.setNull(1);
      for (FieldVector vector : List.of(questions, answers, numbers, topics, words)) {
        vector.setValueCount(2);
      }
      Dictionary dictionary = new Dictionary(words, new DictionaryEncoding(1, false, null));
      MapDictionaryProvider dictionaries = new MapDictionaryProvider(dictionary);
      try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(topics, dictionary)) {
        List<FieldVector> columns = new ArrayList<>(List.of(questions, answers, numbers, encoded));
        VectorSchemaRoot root = new VectorSchemaRoot(columns);
        try (ArrowWriter writer = writer(file, codec, root, dictionaries, bytes)) {
          writer.writeBatch();
          writer.writeBatch();
        }
      }
    }
    return bytes.toByteArray();
  }

  private static ArrowWriter writer(
      boolean file,
      CodecType codec,
      VectorSchemaRoot root,
      MapDictionaryProvider dictionaries,
      ByteArrayOutputStream bytes) {
    CompressionCodec.Factory codecs =
        codec == CodecType.NO_COMPRESSION
            ? NoCompressionCodec.Factory.INSTANCE
            : CommonsCompressionFactory.INSTANCE;
    return file
        ? new ArrowFileWriter(
            root,
            dictionaries,
            Channels.newChannel(bytes),
            Map.of(),
            IpcOption.DEFAULT,
            codecs,
            codec)
        : new ArrowStreamWriter(
            root, dictionaries, Channels.newChannel(bytes), IpcOption.DEFAULT, codecs, codec);
  }

  private static int indexOf(byte[] bytes, String wanted) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(wanted);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }
}
