package org.winnow.synth.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.llm2llm.Students;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TokenUsage;

class ServedStudentsTest {
  /** Fails in turn as a test wants it. */
  private static final class Failing implements Teacher {
    private final List<FailureKind> kinds;
    private final List<TeacherRequest> asked = new ArrayList<>();

    Failing(FailureKind... kinds) {
      this.kinds = List.of(kinds);
    }

    @Override
    public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
      List<TeacherResult> results = new ArrayList<>();
      for (TeacherRequest request : requests) {
        FailureKind kind = kinds.get(asked.size() % kinds.size());
        asked.add(request);
        results.add(new TeacherFailure(kind, "as wanted", TokenUsage.NONE, 1, ""));
      }
      return results;
    }

    @Override
    public void close() {
      throw new AssertionError("the server is the caller's");
    }
  }

  @Test
  void itIsAskedGreedily() {
    Failing server = new Failing(FailureKind.ANSWER_CUT_OFF);

    Students.Answers answers = answers(server, 2);

    assertThat(answers.said()).isEmpty();
    assertThat(answers.unanswered()).isEqualTo(Map.of("answer_cut_off", 2));
    assertThat(server.asked)
        .extracting(TeacherRequest::parameters)
        .containsOnly(GenerationParameters.of("theirs").withTemperature(0).withMaxTokens(9));
  }

  @Test
  void whatIsNotAskedIsNotWrong() {
    assertThatThrownBy(
            () -> answers(new Failing(FailureKind.ANSWER_CUT_OFF, FailureKind.BUDGET_SPENT), 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the student theirs cannot be asked, budget_spent: as wanted");
    assertThatThrownBy(() -> answers(new Failing(FailureKind.UNAUTHORIZED), 1))
        .hasMessage("the student theirs cannot be asked, unauthorized: as wanted");
  }

  @Test
  void oneThatCannotBeReachedIsNotWrong() {
    assertThatThrownBy(
            () -> answers(new Failing(FailureKind.ANSWER_CUT_OFF, FailureKind.SERVER_ERROR), 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the student theirs cannot be asked, server_error: as wanted");
  }

  @Test
  void oneThatAnswersNothingIsNoStudent() {
    assertThatThrownBy(() -> answers(new Failing(FailureKind.BAD_REQUEST), 3))
        .hasMessage("the student theirs answers no question: {bad_request=3}");
  }

  private static Students.Answers answers(Teacher server, int questions) {
    Map<String, List<Message>> asked = new LinkedHashMap<>();
    for (int i = 0; i < questions; i++) {
      asked.put("id " + i, List.of(new Message(Role.USER, "question " + i)));
    }
    try (Students.Student student = new ServedStudents(server, "theirs", 9).of(1, List.of())) {
      return student.answer(asked);
    }
  }
}
