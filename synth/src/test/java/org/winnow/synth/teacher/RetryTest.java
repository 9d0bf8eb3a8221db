package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.winnow.synth.teacher.Fixtures.answer;
import static org.winnow.synth.teacher.Fixtures.failure;
import static org.winnow.synth.teacher.Fixtures.request;
import static org.winnow.synth.teacher.Fixtures.settings;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.synth.teacher.ChatServer.Ending;
import org.winnow.synth.teacher.ChatServer.Reply;

class RetryTest {
  private static final AnswerSchema NUMBER =
      AnswerSchema.of("{\"type\":\"object\",\"required\":[\"n\"]}");

  private final TestClock clock = new TestClock();

  @ParameterizedTest
  @CsvSource({
    "429, 7, 7",
    "503, 7, 7",
    "429, 0, 0",
    "429, 'Thu, 01 Jan 2026 00:01:05 GMT', 65",
    "429, 'Wed, 31 Dec 2025 23:00:00 GMT', 0"
  })
  void waitsAsLongAsTheServerWants(int status, String header, long seconds) throws IOException {
    try (ChatServer server =
            ChatServer.start(
                call ->
                    call.number() == 1
                        ? ChatServer.error(status, "slow down", "x").with("Retry-After", header)
                        : ChatServer.completion("x"));
        Teacher teacher = teacher(server, 5)) {
      assertThat(answer(teacher.answer(List.of(request("x"))).get(0)).attempt()).isEqualTo(2);
      assertThat(clock.sleeps()).containsExactly(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void givesUpAServerThatWantsTooLongAPause() throws IOException {
    try (ChatServer server =
            ChatServer.start(
                call -> ChatServer.error(429, "busy", "x").with("Retry-After", "3600"));
        Teacher teacher = teacher(server, 5)) {
      TeacherFailure failure = failure(teacher.answer(List.of(request("x"))).get(0));

      assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
      assertThat(failure.retriable()).isTrue();
      assertThat(failure.message())
          .isEqualTo(
              "the server answered 429: busy; it wants to be asked in 3600 s,"
                  + " and at most 120 s are waited");
      assertThat(clock.sleeps()).isEmpty();
    }
  }

  @Test
  void pausesDoubleWithinTheirChance() throws IOException {
    try (ChatServer server = ChatServer.start(call -> ChatServer.error(500, "out of memory", "x"));
        Teacher teacher = teacher(server, 5)) {
      TeacherFailure failure = failure(teacher.answer(List.of(request("x"))).get(0));

      assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_ERROR);
      assertThat(failure.attempt()).isEqualTo(5);
      assertThat(server.calls()).hasSize(5);
      assertThat(clock.sleeps()).hasSize(4);
      for (int i = 0; i < 4; i++) {
        assertThat(clock.sleeps().get(i))
            .isBetween(Duration.ofMillis(500L << i), Duration.ofMillis(1000L << i));
      }
    }
  }

  @Test
  void pausesAreAHashOfRequestAndAttempt() {
    RetryPolicy policy = new RetryPolicy(9, 1, Duration.ofSeconds(8), Duration.ofSeconds(8));
    int count = 2000;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      Duration pause = policy.pause("key " + i, 1);
      assertThat(pause).isEqualTo(policy.pause("key " + i, 1));
      assertThat(pause).isNotEqualTo(policy.pause("key " + i, 2));
      assertThat(pause).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
      sum += pause.toNanos() / 1e9;
    }
    // Uniform on [4, 8): mean 6, standard error 4 / sqrt(12 * 2000) = 0.026.
    assertThat(sum / count).isBetween(5.87, 6.13);
    assertThat(policy.pause("key", 1000)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void aServerThatWantsToBeAskedAtOnceIsNotAskedBehindTheBudgetsBack() throws IOException {
    try (ChatServer server =
            ChatServer.start(call -> ChatServer.error(503, "x", "x").with("Retry-After", "0"));
        Teacher teacher = teacher(server, 1)) {
      teacher.answer(List.of(request("x")));

      assertThat(server.calls()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Ending.class,
      names = {"DROPPED", "STUCK"})
  void anAnswerThatDoesNotEndIsAskedForAgain(Ending ending) throws IOException {
    try (ChatServer server =
            ChatServer.start(
                call ->
                    ChatServer.completion("x").ending(call.number() < 3 ? ending : Ending.WHOLE));
        Teacher teacher =
            EndpointTeacher.open(
                server.endpoint().withTimeout(Duration.ofMillis(300)),
                settings(1, 2),
                Budget.unlimited(),
                Map.of(),
                clock)) {
      TeacherFailure failure = failure(teacher.answer(List.of(request("x"))).get(0));
      TeacherResult later = teacher.answer(List.of(request("x"))).get(0);

      assertThat(failure.kind())
          .isEqualTo(ending == Ending.STUCK ? FailureKind.TIMED_OUT : FailureKind.CONNECTION_LOST);
      assertThat(failure.message())
          .startsWith(
              ending == Ending.STUCK
                  ? "expected a whole answer within PT0.3S"
                  : "there is no connection, or it broke: ");
      assertThat(failure.attempt()).isEqualTo(2);
      assertThat(answer(later).attempt()).isEqualTo(1);
      assertThat(server.calls()).hasSize(3);
    }
  }

  @Test
  void aConnectionThatWasGoodAndClosesIsNotAskedAgainBehindTheBudgetsBack() throws IOException {
    try (ChatServer server =
            ChatServer.start(
                call ->
                    ChatServer.completion("x")
                        .ending(call.number() == 1 ? Ending.WHOLE : Ending.SILENT));
        Teacher teacher = teacher(server, 1)) {
      teacher.answer(List.of(request("x")));
      TeacherFailure failure = failure(teacher.answer(List.of(request("x"))).get(0));

      assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION_LOST);
      assertThat(server.calls()).hasSize(2);
    }
  }

  @Test
  void aServerThatIsNotThereIsALostConnection() throws IOException {
    ChatServer server = ChatServer.echo();
    server.close();
    try (Teacher teacher = teacher(server, 3)) {
      TeacherFailure failure = failure(teacher.answer(List.of(request("x"))).get(0));

      assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION_LOST);
      assertThat(failure.attempt()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "{\"choices\": [{\"mess",
        "<html>Bad gateway</html>",
        "||",
        "[]",
        "{\"error\": {\"message\": \"upstream\"}}",
        "{\"choices\": []}",
        "{\"choices\": [{\"message\": {\"content\": [1]}}]}"
      })
  void whatIsNoCompletionIsAskedForAgain(String body) throws IOException {
    String reply = body == null ? "" : body;
    try (ChatServer server =
            ChatServer.start(
                call -> call.number() == 1 ? Reply.of(200, reply) : ChatServer.completion("x"));
        Teacher teacher = teacher(server, 2)) {
      assertThat(answer(teacher.answer(List.of(request("x"))).get(0)).attempt()).isEqualTo(2);
    }
    try (ChatServer server = ChatServer.start(call -> Reply.of(200, reply));
        Teacher teacher = teacher(server, 1)) {
      TeacherFailure failure = failure(teacher.answer(List.of(request("x"))).get(0));

      assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
      assertThat(failure.raw()).isEmpty();
    }
  }

  @Test
  void anAnswerThatViolatesTheSchemaIsAskedForAgainAtOnceWithAnotherSeed() throws IOException {
    TeacherRequest request = seeded();
    try (ChatServer server =
            ChatServer.start(
                call -> ChatServer.completion(call.number() == 1 ? "{\"m\":1}" : "{\"n\":1}"));
        Teacher teacher = teacher(server, 5)) {
      TeacherAnswer answer = answer(teacher.answer(List.of(request)).get(0));

      assertThat(answer.text()).isEqualTo("{\"n\":1}");
      assertThat(answer.attempt()).isEqualTo(2);
      assertThat(clock.sleeps()).isEmpty();
      assertThat(seeds(server)).hasSize(2).startsWith(7L).doesNotHaveDuplicates();
    }
  }

  @Test
  void theSeedOfALaterAttemptDependsOnViolationsOnly() throws IOException {
    List<Reply> replies =
        List.of(
            ChatServer.completion("no JSON"),
            ChatServer.error(500, "x", "x"),
            ChatServer.completion("{\"n\":1}"));
    try (ChatServer server = ChatServer.start(call -> replies.get(call.number() - 1));
        Teacher teacher = teacher(server, 5)) {
      teacher.answer(List.of(seeded()));

      List<Long> seeds = seeds(server);
      assertThat(seeds).hasSize(3);
      assertThat(seeds.get(2)).isEqualTo(seeds.get(1)).isNotEqualTo(seeds.get(0));
    }
  }

  @Test
  void aSchemaIsAskedForABoundedNumberOfTimes() throws IOException {
    try (ChatServer server = ChatServer.start(call -> ChatServer.completion("{\"m\":1}"));
        Teacher teacher = teacher(server, 9)) {
      TeacherFailure failure =
          failure(teacher.answer(List.of(request("x").withSchema(NUMBER))).get(0));

      assertThat(failure.kind()).isEqualTo(FailureKind.SCHEMA_VIOLATION);
      assertThat(failure.message()).contains("required property 'n' not found");
      assertThat(failure.raw()).isEqualTo(ChatServer.completion("{\"m\":1}", "stop", 10, 5));
      assertThat(failure.attempt()).isEqualTo(3);
      assertThat(server.calls()).hasSize(3);
    }
  }

  @Test
  void aHeaderThatIsNoTimeIsNotObeyed() {
    assertThat(RetryAfter.parse("soon", TestClock.START)).isEqualTo(Optional.empty());
    assertThat(RetryAfter.parse("-1", TestClock.START)).isEqualTo(Optional.empty());
    assertThat(RetryAfter.parse("99999999999", TestClock.START)).isEqualTo(Optional.empty());
  }

  private Teacher teacher(ChatServer server, int attempts) {
    return EndpointTeacher.open(
        server.endpoint(), settings(1, attempts), Budget.unlimited(), Map.of(), clock);
  }

  private static TeacherRequest seeded() {
    return new TeacherRequest(
        "id",
        request("x").messages(),
        GenerationParameters.of(Fixtures.MODEL).withSeed(7),
        Optional.of(NUMBER),
        0);
  }

  private static List<Long> seeds(ChatServer server) {
    return server.calls().stream().map(call -> call.body().path("seed").asLong()).toList();
  }
}
