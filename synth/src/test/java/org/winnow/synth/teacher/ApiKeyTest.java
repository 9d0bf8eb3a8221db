package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.winnow.synth.teacher.Fixtures.answer;
import static org.winnow.synth.teacher.Fixtures.requests;
import static org.winnow.synth.teacher.Fixtures.settings;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.synth.teacher.ChatServer.Ending;

class ApiKeyTest {
  private static final String KEY = "sk-winnow-test-0123456789";
  private static final String VARIABLE = "WINNOW_TEST_KEY";

  @Test
  void theKeyIsSentAndNeverWrittenOrSaid(@TempDir Path folder) throws IOException {
    List<String> said = new ArrayList<>();
    try (CapturedLog log = CapturedLog.open();
        ChatServer server =
            ChatServer.start(
                call -> {
                  // The worst server: it repeats the header in whatever it says.
                  String repeated = "you sent " + call.authorization().orElse("nothing");
                  return switch (call.text()) {
                    case "0" -> ChatServer.completion(repeated);
                    case "1" -> ChatServer.error(401, repeated, repeated);
                    case "2" -> ChatServer.Reply.of(500, repeated);
                    case "3" -> ChatServer.Reply.of(200, repeated);
                    case "4" -> ChatServer.completion(repeated).ending(Ending.DROPPED);
                    default ->
                        ChatServer.error(429, repeated, repeated).with("Retry-After", repeated);
                  };
                })) {
      Endpoint endpoint = server.endpoint().withKeyFrom(VARIABLE);
      AnswerCache cache = new AnswerCache(folder.resolve("cache"));
      try (Teacher teacher =
          new CachedTeacher(
              EndpointTeacher.open(
                  endpoint,
                  settings(2, 2),
                  Budget.unlimited(),
                  Map.of(VARIABLE, KEY + "\n"),
                  new TestClock()),
              cache,
              new AnswerReader(PriceList.NONE))) {
        List<TeacherResult> results = teacher.answer(requests(6));

        assertThat(server.calls())
            .hasSize(10)
            .allSatisfy(call -> assertThat(call.authorization()).hasValue("Bearer " + KEY));
        assertThat(answer(results.get(0)).text()).isEqualTo("you sent Bearer [key]");
        said.add(results.toString());
        said.add(teacher.toString());
        said.add(endpoint.toString());
      }
      new BatchExport(BatchLimits.OPENAI).write(requests(6), cache, folder.resolve("batch"));
      said.addAll(log.lines());
    }
    assertThat(said).hasSizeGreaterThanOrEqualTo(3).noneMatch(text -> text.contains(KEY));
    List<Path> files = files(folder);
    assertThat(files).hasSize(2);
    for (Path file : files) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain(KEY);
    }
  }

  @Test
  void aKeyThatCannotBeSentIsRefusedWithoutShowingIt() {
    Endpoint endpoint = Endpoint.of(URI.create("http://localhost/v1")).withKeyFrom(VARIABLE);
    for (String bad : List.of(KEY + "\n" + KEY, KEY + "\u00e9", KEY + " " + KEY)) {
      assertThatThrownBy(
              () ->
                  EndpointTeacher.open(
                      endpoint,
                      TeacherSettings.STANDARD,
                      Budget.unlimited(),
                      Map.of(VARIABLE, bad),
                      new TestClock()))
          .satisfies(e -> assertThat(trace(e)).contains(VARIABLE).doesNotContain(KEY));
    }
  }

  @Test
  void anEmptyVariableIsNoKey() {
    Endpoint endpoint = Endpoint.of(URI.create("http://localhost/v1")).withKeyFrom(VARIABLE);
    assertThatThrownBy(() -> ApiKey.of(endpoint, Map.of(VARIABLE, " ")))
        .hasMessage("expected an API key in the environment variable WINNOW_TEST_KEY, found none");
  }

  @Test
  void aWordInPlaceOfAKeyChangesNoAnswer() throws IOException {
    try (ChatServer server = ChatServer.start(call -> ChatServer.completion("It was EMPTY."));
        Teacher teacher =
            EndpointTeacher.open(
                server.endpoint().withKeyFrom(VARIABLE),
                settings(1, 1),
                Budget.unlimited(),
                Map.of(VARIABLE, "EMPTY"),
                new TestClock())) {
      assertThat(answer(teacher.answer(requests(1)).get(0)).text()).isEqualTo("It was EMPTY.");
      assertThat(server.calls().get(0).authorization()).hasValue("Bearer EMPTY");
    }
  }

  @Test
  void withoutAKeyNoHeaderIsSent() throws IOException {
    try (ChatServer server = ChatServer.echo();
        Teacher teacher = Fixtures.teacher(server, settings(1, 1), Budget.unlimited())) {
      teacher.answer(requests(1));

      assertThat(server.calls().get(0).authorization()).isEmpty();
    }
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
