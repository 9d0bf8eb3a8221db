package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;

class MdsTest {
  private static final String MESSAGES =
      "[{\"role\":\"user\",\"content\":\"é\"},{\"role\":\"assistant\",\"content\":\"a\"}]";

  private static final String CONFIG =
      "{\"column_encodings\":[\"str\",\"str\",\"json\",\"float64\",\"int\",\"float64\"],"
          + "\"column_names\":[\"domain\",\"id\",\"messages\",\"q\",\"source_row\",\"weight\"],"
          + "\"column_sizes\":[null,null,null,8,8,8],\"compression\":null,\"format\":\"mds\","
          + "\"hashes\":[\"sha256\"],\"size_limit\":67108864,\"version\":2}";

  private final Path directory;

  MdsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aFileIsCountOffsetsConfigurationAndSamples() throws IOException {
    Set<OptionalColumn> omitted =
        EnumSet.complementOf(EnumSet.of(OptionalColumn.WEIGHT, OptionalColumn.SOURCE_ROW));
    RowLayout layout = new RowLayout(OutputShape.MESSAGES, omitted, List.of("q"));
    Path file = write("a.mds", layout, List.of(sample(7, 0.5), sample(8, Double.NaN)));

    // domain (1), id (32), messages (67, é takes two bytes), three numbers of 8, three sizes
    int sampleBytes = 3 * 4 + 1 + 32 + 67 + 3 * 8;
    int head = 4 * (2 + 2);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(ints(2, head + CONFIG.length()));
    expected.write(
        ints(head + CONFIG.length() + sampleBytes, head + CONFIG.length() + 2 * sampleBytes));
    expected.write(utf8(CONFIG));
    for (int row : new int[] {7, 8}) {
      expected.write(ints(1, 32, 67));
      expected.write(utf8("d" + sample(row, 0).id() + MESSAGES));
      ByteBuffer numbers = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
      numbers.putDouble(row == 7 ? 0.5 : Double.NaN).putLong(row).putDouble(1.0);
      expected.write(numbers.array());
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.toByteArray());
  }

  @Test
  void aFileTakesRowsUpToTheLimitAndAlwaysOne() throws IOException {
    RowLayout layout = new RowLayout(OutputShape.MESSAGES, Set.of(), List.of());
    String half = "x".repeat(1 << 25);
    try (ShardWriter writer = OutputFormat.MDS.open(directory.resolve("a.mds"), layout)) {
      assertThat(writer.hasRoomFor(talk(half + half))).isTrue();
      writer.write(talk(half));
      assertThat(writer.hasRoomFor(talk(half))).isFalse();
      assertThat(writer.hasRoomFor(talk(half.substring(1 << 11)))).isTrue();
    }
  }

  @Test
  void theIndexListsEveryFile() throws IOException {
    RowLayout layout = RowLayout.of(List.of());
    MdsIndex.write(
        directory,
        List.of(new MdsIndex.Entry("x.mds", 3, 99, "ab"), new MdsIndex.Entry("y.mds", 2, 98, "cd")),
        layout);

    JsonNode index = new ObjectMapper().readTree(directory.resolve("index.json").toFile());
    assertThat(index.path("version").asInt()).isEqualTo(2);
    assertThat(index.path("shards")).hasSize(2);
    JsonNode shard = index.at("/shards/1");
    assertThat(shard.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "column_encodings",
            "column_names",
            "column_sizes",
            "compression",
            "format",
            "hashes",
            "raw_data",
            "samples",
            "size_limit",
            "version",
            "zip_data");
    assertThat(shard.path("raw_data").toString())
        .isEqualTo("{\"basename\":\"y.mds\",\"bytes\":98,\"hashes\":{\"sha256\":\"cd\"}}");
    assertThat(shard.path("samples").asInt()).isEqualTo(2);
  }

  @Test
  void aFolderOfFilesIsReadWithoutItsIndex() throws IOException {
    RowLayout layout = RowLayout.of(List.of());
    write("a.mds", layout, List.of(sample(1, 0)));
    MdsIndex.write(directory, List.of(), layout);

    assertThat(InputFiles.list(directory)).containsExactly(directory.resolve("a.mds"));
  }

  @Test
  void aFileThatIsCutAnywhereGivesItsWholeRowsAndOneRejection() throws IOException {
    Path whole = write("a.mds", RowLayout.of(List.of()), List.of(sample(1, 0), sample(2, 0)));
    byte[] bytes = Files.readAllBytes(whole);
    long first =
        Integer.toUnsignedLong(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(8));
    for (int length = 0; length < bytes.length; length++) {
      Path cut = Files.write(directory.resolve("cut.mds"), Arrays.copyOf(bytes, length));

      Reading reading = Reading.of(cut);

      assertThat(reading.samples()).hasSize(length < first ? 0 : 1);
      assertThat(reading.rejections()).hasSize(1);
    }
  }

  @Test
  void aBrokenSampleLeavesThoseBehindIt() throws IOException {
    Path file = write("a.mds", RowLayout.of(List.of()), List.of(sample(1, 0), sample(2, 0)));
    byte[] bytes = Files.readAllBytes(file);
    int first = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    bytes[first] = 99; // the size of the first column
    Files.write(file, bytes);

    Reading reading = Reading.of(file);

    assertThat(reading.reasons()).containsExactly("1 malformed_sample");
    assertThat(reading.rows()).containsExactly(2L);
  }

  @Test
  void anEncodingThatIsNotDataIsRefused() throws IOException {
    byte[] config = utf8("{\"column_encodings\":[\"pkl\"],\"column_names\":[\"x\"]}");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ints(0, 8 + config.length));
    bytes.write(config);
    Path file = Files.write(directory.resolve("a.mds"), bytes.toByteArray());

    assertThat(Reading.of(file).reasons()).containsExactly("0 unreadable_file");
  }

  private Path write(String name, RowLayout layout, List<Sample> samples) throws IOException {
    Path file = directory.resolve(name);
    try (ShardWriter writer = OutputFormat.MDS.open(file, layout)) {
      for (Sample sample : samples) {
        writer.write(sample);
      }
    }
    return file;
  }

  private static Sample talk(String answer) {
    return Sample.of(
        "d",
        List.of(new Message(Role.USER, "é"), new Message(Role.ASSISTANT, answer)),
        Origin.ofRow("f", 1),
        "{}");
  }

  private static Sample sample(int row, double score) {
    return Sample.of("d", talk("a").messages(), Origin.ofRow("f", row), "{}")
        .withScores(Scores.of(List.of("q"), score));
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
