package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

class WatchedTeacherTest {
  /** Loses what begins with "lost", refuses "key", answers the rest. */
  private static final class Moody implements Teacher {
    private boolean closed;

    @Override
    public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
      List<TeacherResult> results = new ArrayList<>();
      for (TeacherRequest request : requests) {
        String said = request.messages().get(0).content();
        if (said.equals("key")) {
          results.add(TeacherFailure.of(FailureKind.UNAUTHORIZED, "401", 1));
        } else if (said.startsWith("lost")) {
          results.add(TeacherFailure.of(FailureKind.CONNECTION_LOST, "gone", 5));
        } else {
          results.add(
              new TeacherAnswer("a", "stop", TokenUsage.NONE, Optional.empty(), 1, false, "{}"));
        }
      }
      return results;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static List<TeacherRequest> ask(String... texts) {
    return List.of(texts).stream()
        .map(
            text ->
                TeacherRequest.of(
                    text, List.of(new Message(Role.USER, text)), GenerationParameters.of("m")))
        .toList();
  }

  @Test
  void silenceOverSeveralListsEndsTheWork() {
    WatchedTeacher teacher = new WatchedTeacher(new Moody(), 4);
    assertThat(teacher.answer(ask("lost 1", "lost 2", "lost 3"))).hasSize(3);

    assertThatThrownBy(() -> teacher.answer(ask("lost 4", "fine")))
        .isInstanceOf(TeacherUnavailableException.class)
        .hasMessage("the teacher cannot be asked, none of 4 requests was answered: gone");
  }

  @Test
  void anAnswerBetweenIsASignOfLife() {
    WatchedTeacher teacher = new WatchedTeacher(new Moody(), 4);
    for (int i = 0; i < 10; i++) {
      int round = i;
      assertThatCode(
              () ->
                  teacher.answer(ask("lost a" + round, "lost b" + round, "fine", "lost c" + round)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void oneConversationThatAlwaysFailsEndsNothing() {
    WatchedTeacher teacher = new WatchedTeacher(new Moody(), 4);
    IntStream.range(0, 100)
        .forEach(i -> assertThat(teacher.answer(ask("lost for ever"))).hasSize(1));
  }

  @Test
  void aRefusedKeyEndsTheWorkAtOnceAndClosingClosesWhoIsAsked() {
    Moody moody = new Moody();
    WatchedTeacher teacher = new WatchedTeacher(moody, 100);
    assertThatThrownBy(() -> teacher.answer(ask("fine", "key")))
        .isInstanceOf(TeacherUnavailableException.class)
        .hasMessageContaining("unauthorized");

    teacher.close();
    assertThat(moody.closed).isTrue();
  }

  @Test
  void nothingMadeIsTheServersFaultOnlyIfItIsThatOfAll() {
    assertThatCode(() -> TeacherUnavailableException.checkNothingMade(List.of()))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                TeacherUnavailableException.checkNothingMade(
                    List.of("server_error", "answer_cut_off")))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                TeacherUnavailableException.checkNothingMade(
                    List.of("timed_out", "server_error", "timed_out")))
        .isInstanceOf(TeacherUnavailableException.class)
        .hasMessageContaining("[server_error, timed_out]");
  }
}
