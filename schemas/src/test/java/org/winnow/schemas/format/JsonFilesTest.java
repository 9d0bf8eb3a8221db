package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;

class JsonFilesTest {
  private static final String THREE_ROWS =
      Reading.row("a") + "\n" + Reading.row("b") + "\n" + Reading.row("c") + "\n";
  private static final List<String> THREE_TALKS =
      List.of("user: a | assistant: yes", "user: b | assistant: yes", "user: c | assistant: yes");

  private final Path directory;

  JsonFilesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void anEmptyFileHasNoRows() {
    for (String text : List.of("", "\n\n", "[]", " [ ] \n", "\uFEFF")) {
      Reading reading = Reading.of(Reading.write(directory, "a.json", text));

      assertThat(reading.samples()).as(text).isEmpty();
      assertThat(reading.rejections()).as(text).isEmpty();
    }
  }

  @Test
  void blankLinesCountAsRows() {
    String text = "\n" + Reading.row("a") + "\r\n  \t\r\n" + Reading.row("b") + "\r\n\n";

    Reading reading = Reading.of(Reading.write(directory, "a.jsonl", text));

    assertThat(reading.rows()).containsExactly(2L, 4L);
    assertThat(reading.rejections()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "a.json", "a.txt", "a"})
  void dropsAByteOrderMark(String name) {
    String lines = "\uFEFF" + THREE_ROWS;

    assertThat(Reading.of(Reading.write(directory, name, lines)).talks()).isEqualTo(THREE_TALKS);
  }

  @Test
  void findsOutWhatAFileIsWhateverItIsCalled() {
    String array = "\uFEFF \n[" + THREE_ROWS.trim().replace("\n", ",\n") + "]\n";
    byte[] zstd = Zstd.compress(array.getBytes(StandardCharsets.UTF_8));

    assertThat(Reading.of(Reading.write(directory, "a.json", array)).talks())
        .isEqualTo(THREE_TALKS);
    assertThat(Reading.of(Reading.write(directory, "b.json.gz", zstd)).talks())
        .isEqualTo(THREE_TALKS);
    assertThat(Reading.of(Reading.write(directory, "c.json", Reading.gzip(array))).talks())
        .isEqualTo(THREE_TALKS);
  }

  @Test
  void readsConcatenatedMembersAndFrames() {
    byte[] gzip =
        join(
            Reading.gzip(Reading.row("a") + "\n" + Reading.row("b").substring(0, 5)),
            Reading.gzip(Reading.row("b").substring(5) + "\n" + Reading.row("c")));
    byte[] zstd =
        join(
            Zstd.compress((Reading.row("a") + "\n").getBytes(StandardCharsets.UTF_8)),
            Zstd.compress(
                (Reading.row("b") + "\n" + Reading.row("c")).getBytes(StandardCharsets.UTF_8)));

    assertThat(Reading.of(Reading.write(directory, "a.jsonl.gz", gzip)).talks())
        .isEqualTo(THREE_TALKS);
    assertThat(Reading.of(Reading.write(directory, "a.jsonl.zst", zstd)).talks())
        .isEqualTo(THREE_TALKS);
  }

  @Test
  void aCutAnywhereInCompressedFilesGivesTheRowsBeforeItAndOneRejection() {
    byte[] gzip = Reading.gzip(THREE_ROWS);
    byte[] twoMembers = join(gzip, Reading.gzip(Reading.row("d")));
    byte[] zstd = Zstd.compress(THREE_ROWS.getBytes(StandardCharsets.UTF_8));

    for (int length = 2; length < gzip.length; length++) {
      assertCut("gzip", Arrays.copyOf(gzip, length));
    }
    for (int length = gzip.length + 1; length < twoMembers.length; length++) {
      assertCut("second member", Arrays.copyOf(twoMembers, length));
    }
    for (int length = 4; length < zstd.length; length++) {
      assertCut("zstd", Arrays.copyOf(zstd, length));
    }
  }

  @Test
  void aCutJsonArrayGivesTheRowsBeforeItAndOneRejection() {
    String array = "[" + THREE_ROWS.trim().replace('\n', ',') + "]";

    for (int length = 1; length < array.length(); length++) {
      Reading reading = Reading.of(Reading.write(directory, "a.json", array.substring(0, length)));

      int whole = reading.samples().size();
      assertThat(reading.talks()).isEqualTo(THREE_TALKS.subList(0, whole));
      assertThat(reading.reasons()).containsExactly((whole + 1) + " truncated_file");
    }
  }

  @Test
  void corruptCompressedDataIsUnreadableNotTruncated() {
    byte[] gzip = Reading.gzip(THREE_ROWS);
    gzip[gzip.length - 6] ^= 1;

    Reading reading = Reading.of(Reading.write(directory, "a.jsonl.gz", gzip));

    assertThat(reading.talks()).isEqualTo(THREE_TALKS);
    assertThat(reading.reasons()).containsExactly("4 unreadable_file");
    assertThat(reading.rejections().get(0).evidence()).contains("Corrupt GZIP trailer");
  }

  @Test
  void aMalformedElementOfAnArrayIsOneBadRow() {
    String array =
        "[" + Reading.row("a,]}\\\"") + ", {\"question\": oops} ,," + Reading.row("c") + ",7]";

    Reading reading = Reading.of(Reading.write(directory, "a.json", array));

    assertThat(reading.talks())
        .containsExactly("user: a,]}\" | assistant: yes", "user: c | assistant: yes");
    assertThat(reading.rows()).containsExactly(1L, 4L);
    assertThat(reading.reasons())
        .containsExactly("2 malformed_json", "3 malformed_json", "5 not_an_object");
  }

  @Test
  void saysSoWhenSomethingFollowsAnArray() {
    String text = "[" + Reading.row("a") + "]\n" + Reading.row("b");

    Reading reading = Reading.of(Reading.write(directory, "a.json", text));

    assertThat(reading.rows()).containsExactly(1L);
    assertThat(reading.reasons()).containsExactly("2 malformed_json");
    assertThat(reading.rejections().get(0).evidence()).contains("what follows is not read");
  }

  @Test
  void skipsAnElementThatIsTooLong() {
    String array =
        "[" + Reading.row("a") + "," + Reading.row("x".repeat(5000)) + "," + Reading.row("c") + "]";
    Path file = Reading.write(directory, "a.json", array);

    Reading reading = Reading.of(file, Mapping.AUTO, new ReadLimits(1000));

    assertThat(reading.rows()).containsExactly(1L, 3L);
    assertThat(reading.reasons()).containsExactly("2 row_too_long");
  }

  @Test
  void rowsThatSpanChunksAreWhole() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append(Reading.row(i + "é".repeat(5000 + i))).append('\n');
    }
    String array = "[" + text.toString().trim().replace('\n', ',') + "]";

    Reading lines = Reading.of(Reading.write(directory, "a.jsonl", text.toString()));
    Reading elements = Reading.of(Reading.write(directory, "a.json", array));

    assertThat(lines.samples()).hasSize(50);
    assertThat(lines.rejections()).isEmpty();
    assertThat(lines.samples().get(49).messages().get(0).content())
        .isEqualTo("49" + "é".repeat(5049));
    assertThat(elements.samples()).isEqualTo(renamed(lines.samples(), "a.json"));
  }

  @Test
  void aMissingFileIsAFailureOfTheRun() {
    SourceFile missing = new SourceFile(directory.resolve("none.jsonl"), "none", "", Mapping.AUTO);

    assertThatThrownBy(() -> SampleReader.read(missing, ReadLimits.DEFAULT, new FailingSink()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatTheSinkThrowsComesOut() {
    SourceFile file =
        new SourceFile(
            Reading.write(directory, "a.jsonl.gz", Reading.gzip(THREE_ROWS)),
            "a",
            "",
            Mapping.AUTO);

    assertThatThrownBy(() -> SampleReader.read(file, ReadLimits.DEFAULT, new FailingSink()))
        .isInstanceOf(IOException.class)
        .hasMessage("sink is full");
  }

  @Test
  void aBinaryFileUnderAnotherNameIsNotTakenForText() {
    assertThat(Reading.of(Reading.write(directory, "a.parquet", "FEA1....")).reasons())
        .containsExactly("0 unreadable_file");
    assertThat(Reading.of(Reading.write(directory, "a.arrow", "")).reasons())
        .containsExactly("0 truncated_file");
  }

  private void assertCut(String what, byte[] bytes) {
    Reading reading = Reading.of(Reading.write(directory, "a.jsonl", bytes));

    int whole = reading.samples().size();
    assertThat(reading.talks()).as(what).isEqualTo(THREE_TALKS.subList(0, whole));
    assertThat(reading.reasons())
        .as("%s cut to %s bytes", what, bytes.length)
        .containsExactly((whole + 1) + " truncated_file");
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static List<Sample> renamed(List<Sample> samples, String file) {
    return samples.stream()
        .map(
            s ->
                Sample.of(s.domain(), s.messages(), Origin.ofRow(file, s.origin().row()), s.meta()))
        .toList();
  }

  private static final class FailingSink implements RowSink {
    @Override
    public void accept(Sample sample) throws IOException {
      throw new IOException("sink is full");
    }

    @Override
    public void reject(Rejection rejection) {
      throw new AssertionError("unexpected rejection " + rejection);
    }
  }
}
