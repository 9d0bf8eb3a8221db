package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.schemas.ArrowMemory;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;

class OutputFormatTest {
  private static final List<String> COLUMNS = List.of("ifd.ratio", "len");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  OutputFormatTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void nothingOffHeapStays() {
    assertThat(ArrowMemory.bytesHeld()).isZero();
  }

  @Test
  void writersOfTwoThreadsDoNotChangeEachOther() throws Exception {
    List<Sample> samples = samples(100);
    Path alone = write(OutputFormat.PARQUET, "alone.parquet", samples);
    Path rejectedAlone = writeRejections("rejected-alone.parquet");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int attempt = 0; attempt < 20; attempt++) {
        Future<Path> data =
            threads.submit(() -> write(OutputFormat.PARQUET, "data.parquet", samples));
        Future<Path> rejected = threads.submit(() -> writeRejections("rejected.parquet"));

        assertThat(data.get()).hasSameBinaryContentAs(alone);
        assertThat(rejected.get()).hasSameBinaryContentAs(rejectedAlone);
      }
    } finally {
      threads.shutdown();
    }
  }

  private Path writeRejections(String name) throws IOException {
    Path file = directory.resolve(name);
    try (RejectionWriter writer = new RejectionWriter(file)) {
      for (int i = 0; i < 150; i++) {
        writer.write(Rejection.ofRow("d", "f.jsonl", i % 60 + 1, "read", "bad" + i % 3, "e" + i));
      }
    }
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void readersGetBackWhatWasWritten(OutputFormat format) throws IOException {
    List<Sample> samples = samples(2500);

    Reading reading = Reading.of(write(format, "a." + format.label(), samples));

    assertThat(reading.rejections()).isEmpty();
    assertThat(reading.samples()).hasSize(2500);
    for (int i = 0; i < 2500; i++) {
      assertThat(reading.samples().get(i).messages()).isEqualTo(samples.get(i).messages());
      assertThat(reading.samples().get(i).domain()).isEqualTo("math");
    }
    JsonNode row = JSON.readTree(reading.samples().get(1).meta());
    JsonNode expected =
        JSON.readTree(
            "{\"id\":\""
                + samples.get(1).id()
                + "\",\"weight\":1.0,\"source_file\":\"f.jsonl\",\"source_row\":2,\"parent\":\"\","
                + "\"made_by\":\"read\",\"meta\":\"{\\\"k\\\":1}\",\"ifd.ratio\":1.0E-7,"
                + "\"len\":null}");
    assertThat(row).isEqualTo(expected); // MDS has its columns in the order of names
  }

  @ParameterizedTest
  @EnumSource
  void theSameSamplesGiveTheSameBytes(OutputFormat format) throws IOException {
    List<Sample> samples = samples(1500);

    Path first = write(format, "first", samples);
    Path second = write(format, "second", samples);

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @ParameterizedTest
  @EnumSource
  void aShardWithoutSamplesCanBeRead(OutputFormat format) throws IOException {
    Reading reading = Reading.of(write(format, "a." + format.label(), List.of()));

    assertThat(reading.samples()).isEmpty();
    assertThat(reading.rejections()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aScoreThatASampleLacksIsNull(OutputFormat format) throws IOException {
    Sample bare = samples(1).get(0).withScores(Scores.of(List.of("other", "len"), 5, 7));

    Reading reading = Reading.of(write(format, "a." + format.label(), List.of(bare)));

    JsonNode row = JSON.readTree(reading.samples().get(0).meta());
    assertThat(row.get("ifd.ratio").isNull()).isTrue();
    assertThat(row.get("len").doubleValue()).isEqualTo(7.0);
    assertThat(row.has("other")).isFalse();
  }

  @Test
  void everyLineHasEveryKeyAndFloatsThatLookLikeFloats() throws IOException {
    Path file = write(OutputFormat.JSONL, "a.jsonl", samples(2));

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"id\":\""
                + samples(2).get(0).id()
                + "\",\"domain\":\"math\",\"messages\":["
                + "{\"role\":\"user\",\"content\":\"q0 é😀\\n\"},"
                + "{\"role\":\"assistant\",\"content\":\"a\"}],\"weight\":1.0,"
                + "\"source_file\":\"f.jsonl\",\"source_row\":1,\"parent\":\"\","
                + "\"made_by\":\"read\",\"meta\":\"{\\\"k\\\":0}\",\"ifd.ratio\":0.0,\"len\":3.0}",
            "{\"id\":\""
                + samples(2).get(1).id()
                + "\",\"domain\":\"math\",\"messages\":["
                + "{\"role\":\"user\",\"content\":\"q1 é😀\\n\"},"
                + "{\"role\":\"assistant\",\"content\":\"a\"}],\"weight\":1.0,"
                + "\"source_file\":\"f.jsonl\",\"source_row\":2,\"parent\":\"\","
                + "\"made_by\":\"read\",\"meta\":\"{\\\"k\\\":1}\",\"ifd.ratio\":1.0E-7,"
                + "\"len\":null}");
  }

  @Test
  void zstandardHoldsTheSameLines() throws IOException {
    byte[] plain = Files.readAllBytes(write(OutputFormat.JSONL, "a", samples(50)));
    byte[] packed = Files.readAllBytes(write(OutputFormat.JSONL_ZST, "b", samples(50)));

    assertThat(Zstd.decompress(packed, plain.length)).isEqualTo(plain);
  }

  @Test
  void parquetHasTheSchemaThatTrainersExpect() throws IOException {
    Path file = write(OutputFormat.PARQUET, "a.parquet", samples(1));

    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      assertThat(reader.getFileMetaData().getSchema().toString())
          .isEqualTo(
              """
              message sample {
                optional binary id (STRING);
                optional binary domain (STRING);
                optional group messages (LIST) {
                  repeated group list {
                    optional group element {
                      optional binary role (STRING);
                      optional binary content (STRING);
                    }
                  }
                }
                optional double weight;
                optional binary source_file (STRING);
                optional int64 source_row;
                optional binary parent (STRING);
                optional binary made_by (STRING);
                optional binary meta (STRING);
                optional double ifd.ratio;
                optional double len;
              }
              """);
    }
  }

  @Test
  void refusesAScoreWithTheNameOfAnotherColumn() {
    assertThatThrownBy(() -> RowLayout.of(List.of("meta")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected distinct columns, got [id, domain,");
  }

  @Test
  void isFoundByItsLabel() {
    assertThat(OutputFormat.of("jsonl.zst")).contains(OutputFormat.JSONL_ZST);
    assertThat(OutputFormat.of("csv")).isEmpty();
  }

  @Test
  void aDirectoryOfArrowShardsIsASavedDataset() throws IOException {
    write(OutputFormat.ARROW, "s0.arrow", samples(2));
    write(OutputFormat.ARROW, "s1.arrow", samples(1));
    HuggingFaceFiles.write(
        directory, "train", List.of("s0.arrow", "s1.arrow"), RowLayout.of(COLUMNS));

    JsonNode state = JSON.readTree(directory.resolve("state.json").toFile());
    JsonNode features = JSON.readTree(directory.resolve("dataset_info.json").toFile());

    assertThat(Reading.of(directory).rows()).containsExactly(1L, 2L, 3L);
    assertThat(state.fieldNames())
        .toIterable()
        .containsExactly(
            "_data_files",
            "_fingerprint",
            "_format_columns",
            "_format_kwargs",
            "_format_type",
            "_output_all_columns",
            "_split");
    assertThat(state.get("_fingerprint").asText()).matches("[0-9a-f]{16}");
    assertThat(features.at("/features/messages/0/role/dtype").asText()).isEqualTo("string");
    assertThat(features.at("/features/ifd.ratio/dtype").asText()).isEqualTo("float64");
  }

  @Test
  void describesItsColumnsForADatasetCard() {
    assertThat(HuggingFaceFiles.cardFeatures(RowLayout.of(List.of("ifd.ratio")), 2))
        .startsWith("  features:\n  - name: \"id\"\n    dtype: string\n")
        .contains("  - name: \"messages\"\n    list:\n    - name: role\n      dtype: string\n")
        .endsWith("  - name: \"ifd.ratio\"\n    dtype: float64\n");
  }

  @Test
  void rejectionsAreWrittenWithEveryField() throws IOException {
    Path file = directory.resolve("r.parquet");
    try (RejectionWriter writer = new RejectionWriter(file)) {
      writer.write(Rejection.ofRow("d", "f.jsonl", 3, "read", "nul_byte", "here"));
      Sample sample = samples(1).get(0);
      writer.write(
          Rejection.dropped(
              sample.id(), sample.domain(), sample.origin(), "keep_top", "below_cut", "0.1 < 0.2"));
    }

    Mapping asPairs = Mapping.of(FieldNames.ofPrompt("reason", "evidence", ""), "");
    Reading reading = Reading.of(file, asPairs);

    assertThat(reading.talks())
        .containsExactly(
            "user: nul_byte | assistant: here", "user: below_cut | assistant: 0.1 < 0.2");
    assertThat(reading.samples().get(0).domain()).isEqualTo("d");
    assertThat(reading.samples())
        .extracting(Sample::meta)
        .containsExactly(
            "{\"kind\":\"invalid\",\"id\":\"\",\"file\":\"f.jsonl\",\"row\":3,\"step\":\"read\"}",
            "{\"kind\":\"dropped\",\"id\":\""
                + samples(1).get(0).id()
                + "\",\"file\":\"f.jsonl\",\"row\":1,\"step\":\"keep_top\"}");
  }

  private Path write(OutputFormat format, String name, List<Sample> samples) throws IOException {
    Path file = directory.resolve(name);
    try (ShardWriter writer = format.open(file, RowLayout.of(COLUMNS))) {
      for (Sample sample : samples) {
        writer.write(sample);
      }
    }
    return file;
  }

  private static List<Sample> samples(int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Message> messages =
          List.of(new Message(Role.USER, "q" + i + " é😀\n"), new Message(Role.ASSISTANT, "a"));
      double length = i == 1 ? Double.NaN : 3;
      samples.add(
          Sample.of("math", messages, Origin.ofRow("f.jsonl", i + 1), "{\"k\":" + i + "}")
              .withScores(Scores.of(COLUMNS, i * 1e-7, length)));
    }
    return samples;
  }
}
