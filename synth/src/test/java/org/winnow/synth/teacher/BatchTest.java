package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.winnow.synth.teacher.Fixtures.request;
import static org.winnow.synth.teacher.Fixtures.requests;
import static org.winnow.synth.teacher.Fixtures.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void rowsAreWhatTheBatchProtocolDefines(@TempDir Path folder) throws IOException {
    TeacherRequest request = request("2+2?");

    List<Path> files = export(BatchLimits.OPENAI, List.of(request), folder);

    assertThat(files)
        .singleElement()
        .satisfies(
            file -> assertThat(file.toString()).matches(".*/out/requests-[0-9a-f]{16}\\.jsonl"));
    assertThat(Files.readString(files.get(0)))
        .isEqualTo(
            "{\"custom_id\":\""
                + RequestKey.of(request)
                + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                + "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"2+2?\"}],"
                + "\"max_tokens\":100}}\n");
  }

  @Test
  void filesKeepToTheirLimitsAndToOneModel(@TempDir Path folder) throws IOException {
    List<TeacherRequest> requests = new ArrayList<>(requests(7));
    requests.add(
        3, TeacherRequest.of("l", request("x").messages(), GenerationParameters.of("large")));

    List<Path> files = export(new BatchLimits(3, 1_000_000), requests, folder);

    assertThat(files).hasSize(4);
    assertThat(lines(files.get(0))).hasSize(3);
    assertThat(lines(files.get(1))).hasSize(3);
    assertThat(lines(files.get(2))).hasSize(1);
    assertThat(lines(files.get(3))).hasSize(1).allMatch(line -> line.contains("\"large\""));

    long row = Files.size(files.get(2));
    List<Path> byBytes =
        new BatchExport(new BatchLimits(100, 2 * row + 1))
            .write(requests(7), new AnswerCache(folder), folder.resolve("bytes"));
    assertThat(byBytes).hasSize(4);
    assertThat(lines(byBytes.get(0))).hasSize(2);
    assertThatThrownBy(() -> export(new BatchLimits(3, row - 1), requests(1), folder.resolve("s")))
        .hasMessageContaining("request id of 0 takes " + row + " bytes");
  }

  @Test
  void equalAndKnownRequestsAreLeftOut(@TempDir Path folder) throws IOException {
    AnswerCache cache = new AnswerCache(folder.resolve("cache"));
    cache.put(RequestKey.of(request("1")), ChatServer.completion("x", "stop", 1, 1));
    String torn = RequestKey.of(request("2"));
    cache.put(torn, ChatServer.completion("x", "stop", 1, 1));
    Files.write(
        folder.resolve("cache").resolve(torn.substring(0, 2)).resolve(torn + ".answer"),
        new byte[40]);
    List<TeacherRequest> requests = new ArrayList<>(requests(3));
    requests.add(request("0"));

    List<Path> files =
        new BatchExport(BatchLimits.OPENAI).write(requests, cache, folder.resolve("out"));

    assertThat(lines(files.get(0)).stream().map(BatchTest::text)).containsExactly("0", "2");
  }

  @Test
  void aFileIsNamedByItsRequestsAndReplacesNoOther(@TempDir Path folder) throws IOException {
    List<Path> one = export(BatchLimits.OPENAI, requests(1), folder);
    List<Path> two = export(BatchLimits.OPENAI, requests(2), folder);
    Files.writeString(one.get(0), "on its way\n");

    assertThat(export(BatchLimits.OPENAI, requests(1), folder)).isEqualTo(one).isNotEqualTo(two);
    assertThat(Files.readString(one.get(0))).isEqualTo("on its way\n");
    assertThat(lines(two.get(0))).hasSize(2);
  }

  @Test
  void whatGoesOutComesBackInAnyOrder(@TempDir Path folder) throws IOException {
    AnswerCache cache = new AnswerCache(folder.resolve("cache"));
    List<Path> files = export(new BatchLimits(4, 1_000_000), requests(10), folder);
    List<String> results = new ArrayList<>();
    for (Path file : files) {
      for (String line : lines(file)) {
        results.add(result(JSON.readTree(line).path("custom_id").asText(), "re: " + text(line)));
      }
    }
    Collections.reverse(results);
    Path one = Files.write(folder.resolve("1.jsonl"), results.subList(0, 3));
    Path other = Files.write(folder.resolve("2.jsonl"), results.subList(3, 10));

    BatchImport.Report report = new BatchImport(requests(10), cache).read(List.of(other, one));

    assertThat(report.stored()).hasSize(10);
    assertThat(report.failures()).isEmpty();
    assertThat(report.unknown()).isEmpty();
    assertThat(report.malformed()).isEmpty();
    try (Teacher replay = CachedTeacher.replay(cache, new AnswerReader(Fixtures.PRICES))) {
      assertThat(texts(replay.answer(requests(10))))
          .containsExactly(
              "re: 0", "re: 1", "re: 2", "re: 3", "re: 4", "re: 5", "re: 6", "re: 7", "re: 8",
              "re: 9");
    }
  }

  @Test
  void linesWithoutAnAnswerAreReportedAndNotStored(@TempDir Path folder) throws IOException {
    List<String> keys = requests(5).stream().map(RequestKey::of).toList();
    Path file =
        Files.write(
            folder.resolve("errors.jsonl"),
            List.of(
                "{\"custom_id\":\""
                    + keys.get(0)
                    + "\",\"response\":{\"status_code\":400,\"body\":{\"error\":{\"message\":"
                    + "\"bad temperature\"}}},\"error\":null}",
                "{\"custom_id\":\""
                    + keys.get(1)
                    + "\",\"response\":null,\"error\":{\"code\":\"batch_expired\"}}",
                "{\"custom_id\":\""
                    + keys.get(2)
                    + "\",\"response\":{\"status_code\":200,\"body\":{\"choices\":[]}}}",
                result("../../etc/passwd", "x"),
                "",
                "{\"custom_id\":",
                "{\"response\":{}}",
                result(keys.get(3), "x")));
    AnswerCache cache = new AnswerCache(folder.resolve("cache"));

    BatchImport.Report report = new BatchImport(requests(5), cache).read(List.of(file));

    assertThat(report.stored()).containsExactly(keys.get(3));
    assertThat(report.failures())
        .isEqualTo(
            Map.of(
                keys.get(0),
                TeacherFailure.of(
                    FailureKind.BAD_REQUEST, "the server answered 400: bad temperature", 1),
                keys.get(1),
                TeacherFailure.of(
                    FailureKind.SERVER_ERROR,
                    "the batch has no answer: {\"code\":\"batch_expired\"}",
                    1),
                keys.get(2),
                TeacherFailure.of(
                    FailureKind.MALFORMED_ANSWER,
                    "expected a completion with choices[0].message and content in text, found:"
                        + " {\"choices\":[]}",
                    1)));
    assertThat(report.unknown()).containsExactly("../../etc/passwd");
    assertThat(report.malformed()).hasSize(2);
    assertThat(report.malformed().get(0)).startsWith(file + ":6: expected JSON");
    assertThat(report.malformed().get(1)).startsWith(file + ":7: expected a custom_id");
    for (int i : List.of(0, 1, 2, 4)) {
      assertThat(cache.contains(keys.get(i))).isFalse();
    }
  }

  @Test
  void anAnswerBeatsAnErrorOfTheSameRequestInEitherOrder(@TempDir Path folder) throws IOException {
    String key = RequestKey.of(request("0"));
    String error = "{\"custom_id\":\"" + key + "\",\"error\":{\"code\":\"expired\"}}";
    Path errors = Files.writeString(folder.resolve("errors.jsonl"), error);
    Path output = Files.writeString(folder.resolve("output.jsonl"), result(key, "x"));
    for (List<Path> files : List.of(List.of(errors, output), List.of(output, errors))) {
      BatchImport.Report report =
          new BatchImport(requests(1), new AnswerCache(folder.resolve("cache"))).read(files);

      assertThat(report.stored()).containsExactly(key);
      assertThat(report.failures()).isEmpty();
    }
  }

  private static List<Path> export(BatchLimits limits, List<TeacherRequest> requests, Path folder)
      throws IOException {
    return new BatchExport(limits)
        .write(requests, new AnswerCache(folder.resolve("cache")), folder.resolve("out"));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  private static String text(String line) {
    try {
      JsonNode row = JSON.readTree(line);
      return row.at("/body/messages/0/content").asText();
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private static String result(String key, String text) throws IOException {
    return "{\"id\":\"b\",\"custom_id\":\""
        + key
        + "\",\"response\":{\"status_code\":200,\"request_id\":\"r\",\"body\":"
        + ChatServer.completion(text, "stop", 1, 1)
        + "},\"error\":null}";
  }
}
