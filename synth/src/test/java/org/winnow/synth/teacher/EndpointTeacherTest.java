package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.winnow.synth.teacher.Fixtures.answer;
import static org.winnow.synth.teacher.Fixtures.failure;
import static org.winnow.synth.teacher.Fixtures.request;
import static org.winnow.synth.teacher.Fixtures.requests;
import static org.winnow.synth.teacher.Fixtures.settings;
import static org.winnow.synth.teacher.Fixtures.teacher;
import static org.winnow.synth.teacher.Fixtures.texts;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.teacher.ChatServer.Ending;
import org.winnow.synth.teacher.ChatServer.Reply;

class EndpointTeacherTest {
  @Test
  void sendsWhatTheProtocolDefines() throws IOException {
    TeacherRequest request =
        new TeacherRequest(
            "id",
            List.of(new Message(Role.SYSTEM, "Be short."), new Message(Role.USER, "2+2?")),
            new GenerationParameters(
                "m",
                OptionalDouble.of(0.5),
                OptionalDouble.of(0.9),
                OptionalInt.of(7),
                List.of("\n", "END"),
                OptionalLong.of(42)),
            Optional.of(AnswerSchema.of("{\"type\":\"object\"}")),
            0);
    try (ChatServer server = ChatServer.start(call -> ChatServer.completion("{}"));
        Teacher teacher = teacher(server, settings(1, 1), Budget.unlimited())) {
      teacher.answer(List.of(request));

      ChatServer.Call call = server.calls().get(0);
      assertThat(call.path()).isEqualTo("/v1/chat/completions");
      assertThat(call.authorization()).isEmpty();
      assertThat(call.body())
          .isEqualTo(
              new JsonMapper()
                  .readTree(
                      """
                      {"model": "m",
                       "messages": [{"role": "system", "content": "Be short."},
                                    {"role": "user", "content": "2+2?"}],
                       "temperature": 0.5, "top_p": 0.9, "max_tokens": 7,
                       "stop": ["\\n", "END"], "seed": 42,
                       "response_format": {"type": "json_schema", "json_schema":
                         {"name": "answer", "schema": {"type": "object"}}}}
                      """));
    }
  }

  @Test
  void leavesOutWhatIsNotAskedFor() throws IOException {
    TeacherRequest request =
        TeacherRequest.of("id", List.of(new Message(Role.USER, "x")), GenerationParameters.of("m"));
    try (ChatServer server = ChatServer.echo();
        Teacher teacher = teacher(server, settings(1, 1), Budget.unlimited())) {
      teacher.answer(List.of(request));

      assertThat(server.calls().get(0).body())
          .hasToString("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    }
  }

  @Test
  void tellsAllAboutAnAnswer() throws IOException {
    try (ChatServer server = ChatServer.echo();
        Teacher teacher = teacher(server, settings(1, 1), Budget.unlimited())) {
      List<TeacherResult> results = teacher.answer(List.of(request("é 語")));

      assertThat(results)
          .containsExactly(
              new TeacherAnswer(
                  "re: é 語",
                  "stop",
                  new TokenUsage(10, 5),
                  Optional.of(new BigDecimal("0.000060")),
                  1,
                  false,
                  ChatServer.completion("re: é 語", "stop", 10, 5)));
    }
  }

  @Test
  void answersBelongToTheirRequestsInWhateverOrderTheyCome() throws IOException {
    CountDownLatch others = new CountDownLatch(3);
    try (ChatServer server =
            ChatServer.start(
                call -> {
                  if (call.text().equals("0")) {
                    others.await();
                  }
                  others.countDown();
                  return ChatServer.completion("re: " + call.text());
                });
        Teacher teacher = teacher(server, settings(4, 1), Budget.unlimited())) {
      assertThat(texts(teacher.answer(requests(4))))
          .containsExactly("re: 0", "re: 1", "re: 2", "re: 3");
    }
  }

  @Test
  void asksNoMoreAtOnceThanAllowedHoweverManyListsThereAre() throws Exception {
    CountDownLatch three = new CountDownLatch(3);
    try (ChatServer server =
            ChatServer.start(
                call -> {
                  three.countDown();
                  three.await();
                  return ChatServer.completion("x");
                });
        Teacher teacher = teacher(server, settings(3, 1), Budget.unlimited())) {
      List<Thread> callers =
          List.of(
              new Thread(() -> teacher.answer(requests(10))),
              new Thread(() -> teacher.answer(requests(10))));
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }

      assertThat(server.calls()).hasSize(20);
      assertThat(server.mostUnderWay()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad_request",
    "422, bad_request",
    "301, bad_request",
    "401, unauthorized",
    "402, quota_exhausted",
    "403, unauthorized",
    "404, not_found",
    "413, context_too_long"
  })
  void finalFailuresAreAskedOnce(int status, String kind) throws IOException {
    try (ChatServer server =
            ChatServer.start(
                call ->
                    ChatServer.error(status, "no model 'small'", "x").with("Location", "/other"));
        Teacher teacher = teacher(server, settings(1, 5), Budget.unlimited())) {
      TeacherFailure failure = failure(teacher.answer(List.of(request("x"))).get(0));

      assertThat(failure.kind().label()).isEqualTo(kind);
      assertThat(failure.retriable()).isFalse();
      assertThat(failure.message())
          .isEqualTo("the server answered " + status + ": no model 'small'");
      assertThat(server.calls()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'This model''s maximum context length is 4096 tokens.', x, context_too_long",
    "400, 'too many tokens', context_length_exceeded, context_too_long",
    "400, 'the request exceeds the available context size', x, context_too_long",
    "422, '`inputs` tokens + `max_new_tokens` must be <= 2048.', validation, context_too_long",
    "429, 'You exceeded your current quota', insufficient_quota, quota_exhausted"
  })
  void whatServersSayDecidesWhereAStatusDoesNot(
      int status, String message, String code, String kind) throws IOException {
    try (ChatServer server = ChatServer.start(call -> ChatServer.error(status, message, code));
        Teacher teacher = teacher(server, settings(1, 5), Budget.unlimited())) {
      assertThat(failure(teacher.answer(List.of(request("x"))).get(0)).kind().label())
          .isEqualTo(kind);
      assertThat(server.calls()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "part of an ans, length, answer_cut_off",
    "'', length, answer_cut_off",
    "part of, content_filter, content_filtered",
    "'', stop, empty_answer",
    "' \n', stop, empty_answer"
  })
  void uselessAnswersAreFailuresThatKeepTheAnswer(String text, String finishReason, String kind)
      throws IOException {
    String completion = ChatServer.completion(text, finishReason, 10, 5);
    try (ChatServer server = ChatServer.start(call -> Reply.of(200, completion));
        Teacher teacher = teacher(server, settings(1, 5), Budget.unlimited())) {
      TeacherFailure failure = failure(teacher.answer(List.of(request("x"))).get(0));

      assertThat(failure.kind().label()).isEqualTo(kind);
      assertThat(failure.raw()).isEqualTo(completion);
      assertThat(failure.usage()).isEqualTo(new TokenUsage(10, 5));
      assertThat(server.calls()).hasSize(1);
    }
  }

  @Test
  void aFailureDoesNotDisturbTheOthers() throws IOException {
    try (ChatServer server =
            ChatServer.start(
                call ->
                    call.text().equals("1")
                        ? ChatServer.error(400, "no", "x")
                        : ChatServer.completion(call.text()));
        Teacher teacher = teacher(server, settings(2, 5), Budget.unlimited())) {
      List<TeacherResult> results = teacher.answer(requests(3));

      assertThat(answer(results.get(0)).text()).isEqualTo("0");
      assertThat(failure(results.get(1)).kind()).isEqualTo(FailureKind.BAD_REQUEST);
      assertThat(answer(results.get(2)).text()).isEqualTo("2");
    }
  }

  @Test
  void whatTheListenerThrowsEndsTheWhole() throws IOException {
    try (ChatServer server = ChatServer.echo();
        Teacher teacher = teacher(server, settings(2, 1), Budget.unlimited())) {
      assertThatThrownBy(
              () ->
                  teacher.answer(
                      requests(3),
                      (index, result) -> {
                        throw new IllegalStateException("the disk is full");
                      }))
          .hasMessageContaining("the disk is full");
    }
  }

  @Test
  void anInterruptEndsAWaitForAnAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ChatServer server =
            ChatServer.start(
                call -> {
                  asked.countDown();
                  return ChatServer.completion("x").ending(Ending.STUCK);
                });
        Teacher teacher = teacher(server, settings(1, 1), Budget.unlimited())) {
      AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
      Thread caller =
          new Thread(() -> thrown.set(catchThrowable(() -> teacher.answer(requests(1)))));
      caller.start();
      asked.await();
      caller.interrupt();
      caller.join();

      assertThat(thrown).hasValueMatching(CancellationException.class::isInstance);
    }
  }

  @Test
  void closingEndsEveryWait() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ChatServer server =
        ChatServer.start(
            call -> {
              asked.countDown();
              return ChatServer.completion("x").ending(Ending.STUCK);
            })) {
      Teacher teacher = teacher(server, settings(1, 1), Budget.unlimited());
      AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
      AtomicReference<@Nullable Throwable> second = new AtomicReference<>();
      Thread underWay =
          new Thread(() -> first.set(catchThrowable(() -> teacher.answer(requests(1)))));
      Thread notBegun =
          new Thread(() -> second.set(catchThrowable(() -> teacher.answer(requests(1)))));
      underWay.start();
      asked.await();
      notBegun.start();
      while (notBegun.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      teacher.close();
      underWay.join();
      notBegun.join();

      assertThat(first).hasValueMatching(RuntimeException.class::isInstance);
      assertThat(second).hasValueMatching(RuntimeException.class::isInstance);
      assertThat(server.calls()).hasSize(1);
    }
  }

  @Test
  void anEndpointIsAPlainUrl() {
    for (String bad :
        List.of("ftp://h/v1", "/v1", "http://key@h/v1", "http://h/v1?key=x", "http://h/v1#x")) {
      assertThatThrownBy(() -> Endpoint.of(URI.create(bad)))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
    Endpoint endpoint = Endpoint.of(URI.create("https://h/v1/"));
    assertThat(endpoint.completions()).hasToString("https://h/v1/chat/completions");
    assertThatThrownBy(() -> endpoint.withTimeout(Duration.ZERO))
        .hasMessage("timeout must be > 0, got PT0S");
    assertThatThrownBy(
            () ->
                EndpointTeacher.open(
                    endpoint.withKeyFrom("NO_SUCH_KEY"),
                    TeacherSettings.STANDARD,
                    Budget.unlimited(),
                    Map.of(),
                    new TestClock()))
        .hasMessage("expected an API key in the environment variable NO_SUCH_KEY, found none");
  }
}
