package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.winnow.schemas.Rejection;

/** A bad row between two good ones: it is named exactly, and they are read. */
class BadRowTest {
  private final Path directory;

  BadRowTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("badRows")
  void rejectsTheRowAndReadsTheOthers(String reason, String row, String evidence) {
    String text = Reading.row("first") + "\n" + row.replace('\'', '"') + "\n" + Reading.row("last");
    Path file = Reading.write(directory, "a.jsonl", text);

    Reading reading = Reading.of(file);

    assertThat(reading.talks())
        .containsExactly("user: first | assistant: yes", "user: last | assistant: yes");
    assertThat(reading.rows()).containsExactly(1L, 3L);
    assertThat(reading.reasons()).containsExactly("2 " + reason);
    Rejection rejection = reading.rejections().get(0);
    assertThat(rejection.evidence()).contains(evidence);
    assertThat(rejection.step()).isEqualTo("read");
    assertThat(rejection.file()).isEqualTo("a.jsonl");
    assertThat(rejection.kind()).isEqualTo(Rejection.Kind.INVALID);
  }

  static Stream<Arguments> badRows() {
    return Stream.of(
        bad("malformed_json", "{'question':'q','answer':", "at character 25"),
        bad("malformed_json", "{'question':'q'} trailing", "near '{\"question\":\"q\"} trailing'"),
        bad("malformed_json", "{'question':'q','answer':NaN}", "at character 28"),
        bad("malformed_json", "{'question':'q\tx','answer':'a'}", "near '{\"question\":\"q�x"),
        bad("malformed_json", "hello", "near 'hello'"),
        bad("malformed_json", "{'x':" + "[".repeat(2000), "nesting depth"),
        bad("malformed_json", "{'n':1e99999999999,'question':'q','answer':'a'}", "number"),
        bad("malformed_json", "{'n':" + "9".repeat(2000) + "}", "length"),
        bad("not_an_object", "[1,2]", "found '[1,2]'"),
        bad("not_an_object", "'text'", "found '\"text\"'"),
        bad("nul_byte", "{'question':'q\0','answer':'a'}", "NUL at character 14"),
        bad("nul_byte", "{'question':'q','answer':'ab\\u0000'}", "turn 1 has NUL at character 2"),
        bad("nul_byte", "{'domain':'\\u0000','question':'q','answer':'a'}", "field 'domain'"),
        bad("duplicate_field", "{'question':'q','answer':'a','answer':'b'}", "field 'answer'"),
        bad("duplicate_field", "{'messages':[{'role':'user','x':{'y':1,'y':1}}]}", "[0].x.y"),
        bad("missing_role", "{'messages':[{'content':'q'}]}", "messages[0] has no role"),
        bad("unknown_role", "{'messages':[{'role':'wizard','content':'q'}]}", "is 'wizard'"),
        bad("unknown_role", "{'conversations':[{'from':'','value':'q'}]}", "[0].from is ''"),
        bad("unknown_shape", "{'text':'t','label':null}", "found [text, label=null]"),
        bad("unknown_shape", "{'prompt':'p','rejected':'r'}", "found [prompt, rejected"),
        bad("unknown_shape", "{}", "found []"),
        bad("missing_field", "{'messages':[{'role':'user'}]}", "messages[0] has no content"),
        bad("wrong_type", "{'messages':'hi'}", "expected a list of turns, found string '\"hi\"'"),
        bad("wrong_type", "{'messages':['hi']}", "'messages[0]': expected an object"),
        bad("wrong_type", "{'messages':[{'role':1,'content':''}]}", "found number '1'"),
        bad("wrong_type", "{'messages':[{'role':'user','content':{}}]}", "found object"),
        bad("wrong_type", "{'prompt':1,'completion':'a'}", "'prompt': expected text"),
        bad("wrong_type", "{'instruction':'q','output':'a','history':[['x']]}", "expected a pair"),
        bad("empty_response", "{'question':'q','answer':' \\n'}", "the turns [user, assistant]"),
        bad("empty_response", "{'messages':[{'role':'user','content':'q'}]}", "the turns [user]"),
        bad("empty_messages", "{'messages':[]}", "field 'messages' has no turns"),
        bad(
            "unsupported_content",
            "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':'u'}]}]}",
            "found type 'image_url'"),
        bad(
            "unpaired_surrogate",
            "{'question':'q\\ud83d','answer':'a'}",
            "\\ud83d at character 1 of field 'question'"),
        bad(
            "unpaired_surrogate",
            "{'question':'q','answer':'\\ude00a'}",
            "\\ude00 at character 0"));
  }

  private static Arguments bad(String reason, String row, String evidence) {
    return Arguments.of(reason, row, evidence);
  }

  @Test
  void namesTheByteThatIsNotUtf8() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("{\"question\":\"é".getBytes(StandardCharsets.UTF_8));
    bytes.write(0xFF);
    bytes.write("\",\"answer\":\"a\"}\n".getBytes(StandardCharsets.UTF_8));
    bytes.write(Reading.row("last").getBytes(StandardCharsets.UTF_8));

    Reading reading = Reading.of(Reading.write(directory, "a.jsonl", bytes.toByteArray()));

    assertThat(reading.rows()).containsExactly(2L);
    assertThat(reading.reasons()).containsExactly("1 invalid_utf8");
    assertThat(reading.rejections().get(0).evidence())
        .isEqualTo("byte 0xFF at byte 15 of the row is not UTF-8, behind '{\"question\":\"é'");
  }

  @Test
  void pairedSurrogatesAreSound() {
    Path file =
        Reading.write(directory, "a.jsonl", "{\"question\":\"\\ud83d\\ude00\",\"answer\":\"😀\"}");

    assertThat(Reading.of(file).talks()).containsExactly("user: 😀 | assistant: 😀");
  }

  @Test
  void skipsALineThatIsTooLongWithoutHoldingIt() {
    String long5Mb = Reading.row("x".repeat(5_000_000));
    Path file =
        Reading.write(
            directory, "a.jsonl", Reading.row("a") + "\n" + long5Mb + "\n" + Reading.row("b"));

    Reading reading = Reading.of(file);

    assertThat(reading.rows()).containsExactly(1L, 3L);
    assertThat(reading.reasons()).containsExactly("2 row_too_long");
    assertThat(reading.rejections().get(0).evidence())
        .isEqualTo(
            "expected at most 4194304 bytes, found "
                + long5Mb.length()
                + " bytes starting with '{\"question\":\"xxxxxxxxxxxxxxxxx'");
  }

  @Test
  void theBufferOfARowNeverGrowsBeyondTheLimit() {
    RowBuffer buffer = new RowBuffer(new ReadLimits(100_000));
    byte[] chunk = new byte[65_536];

    for (int i = 0; i < 80; i++) {
      buffer.append(chunk, 0, chunk.length);
    }

    assertThat(buffer.bytes()).hasSizeLessThanOrEqualTo(100_000);
    assertThat(buffer.length()).isEqualTo(100_000);
  }

  @Test
  void aRowOfExactlyTheLimitIsRead() {
    Path file = Reading.write(directory, "a.jsonl", Reading.row("12345"));
    int length = Reading.row("12345").length();

    assertThat(Reading.of(file, Mapping.AUTO, new ReadLimits(length)).rows()).containsExactly(1L);
    assertThat(Reading.of(file, Mapping.AUTO, new ReadLimits(length - 1)).reasons())
        .containsExactly("1 row_too_long");
  }
}
