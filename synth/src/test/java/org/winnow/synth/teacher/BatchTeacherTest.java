package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.winnow.synth.teacher.Fixtures.failure;
import static org.winnow.synth.teacher.Fixtures.request;
import static org.winnow.synth.teacher.Fixtures.requests;
import static org.winnow.synth.teacher.Fixtures.texts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTeacherTest {
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);

  @TempDir private Path folder = Path.of("");

  @Test
  void answersThatAreMissingAreWrittenAndEndTheWork() throws IOException {
    BatchPendingException pending = pending(requests(3));

    assertThat(pending.requests())
        .extracting(TeacherRequest::id)
        .containsExactlyInAnyOrder("id of 0", "id of 1", "id of 2");
    assertThat(pending.files()).hasSize(1);
    assertThat(Files.readAllLines(pending.files().get(0))).hasSize(3);
    assertThat(pending.failed()).isEmpty();

    // The same requests again, in whatever order: the same file.
    List<TeacherRequest> reversed = new ArrayList<>(requests(3));
    Collections.reverse(reversed);
    assertThat(pending(reversed).files()).isEqualTo(pending.files());
  }

  @Test
  void resultsOfAnyNameAreAnswersAndTheRestWaits() throws IOException {
    pending(requests(4));
    write("batch_6f.output", result("2"), result("0"));
    write("notes.txt", "sent at noon");

    BatchPendingException rest = pending(requests(4));

    assertThat(rest.requests())
        .extracting(TeacherRequest::id)
        .containsExactlyInAnyOrder("id of 1", "id of 3");
    assertThat(Files.readAllLines(rest.files().get(0))).hasSize(2);
    assertThat(rest.others()).containsExactly(folder.resolve("batches/notes.txt"));

    write("more.jsonl", "", result("1"), result("3"), result("of something else"));
    List<Integer> heard = new ArrayList<>();
    try (Teacher teacher = teacher()) {
      List<TeacherResult> results =
          teacher.answer(requests(4), (index, result) -> heard.add(index));
      assertThat(texts(results)).containsExactly("re: 0", "re: 1", "re: 2", "re: 3");
    }
    assertThat(heard).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void whatFailedForTheRequestsSakeIsAFailureAndWhatFailedOtherwiseWaitsAgain() throws IOException {
    write(
        "errors.jsonl",
        row("0", "{\"status_code\":400,\"body\":{\"error\":{\"message\":\"odd\"}}}"),
        row("1", "{\"status_code\":429,\"body\":{}}"),
        "{\"custom_id\":\"" + RequestKey.of(request("2")) + "\",\"error\":{\"code\":\"expired\"}}",
        row("3", "{\"status_code\":401,\"body\":{}}"),
        "{\"custom_id\":");

    BatchPendingException pending = pending(requests(4));

    assertThat(pending.failed())
        .isEqualTo(Map.of("rate_limited", 1, "server_error", 1, "unauthorized", 1));
    assertThat(pending.malformed()).singleElement().asString().contains("errors.jsonl:5: ");
    assertThat(pending.requests()).extracting(TeacherRequest::id).doesNotContain("id of 0");
    write("later.jsonl", result("1"), result("2"), result("3"));
    try (Teacher teacher = teacher()) {
      List<TeacherResult> results = teacher.answer(requests(4));
      assertThat(failure(results.get(0)).kind()).isEqualTo(FailureKind.BAD_REQUEST);
      assertThat(texts(results.subList(1, 4))).containsExactly("re: 1", "re: 2", "re: 3");
    }
  }

  @Test
  void resultsOfOtherRequestsAreNamedUnlessTheyAreKnown() throws IOException {
    write(
        "mine.jsonl",
        result("0"),
        result("of another recipe"),
        "{\"custom_id\":\"../../x\",\"response\":{\"status_code\":200,\"body\":{}}}");
    String other = RequestKey.of(request("of another recipe"));

    assertThat(pending(requests(2)).strangers()).containsExactly("../../x", other);

    // The answers of an earlier stage lie in the same folder, and are in the cache.
    new AnswerCache(folder.resolve("answers")).put(other, "{}");
    assertThat(pending(requests(2)).strangers()).containsExactly("../../x");
  }

  private BatchPendingException pending(List<TeacherRequest> requests) {
    try (Teacher teacher = teacher()) {
      return catchThrowableOfType(BatchPendingException.class, () -> teacher.answer(requests));
    }
  }

  private Teacher teacher() {
    AnswerCache cache = new AnswerCache(folder.resolve("answers"));
    return new CachedTeacher(
        new BatchTeacher(folder.resolve("batches"), cache, READER), cache, READER);
  }

  private void write(String name, String... lines) throws IOException {
    Files.createDirectories(folder.resolve("batches"));
    Files.write(folder.resolve("batches").resolve(name), List.of(lines));
  }

  private static String result(String text) {
    return row(
        text,
        "{\"status_code\":200,\"body\":"
            + ChatServer.completion("re: " + text, "stop", 1, 1)
            + "}");
  }

  private static String row(String text, String response) {
    return "{\"custom_id\":\"" + RequestKey.of(request(text)) + "\",\"response\":" + response + "}";
  }
}
