package org.winnow.synth.student;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.winnow.schemas.Message;
import org.winnow.synth.llm2llm.Students;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/** What a model says to questions without a temperature. */
final class GreedyAnswers {
  /** A student that is not asked is not wrong; nor is one that could not be reached. */
  private static final Set<FailureKind> NOT_ASKED =
      EnumSet.of(
          FailureKind.UNAUTHORIZED,
          FailureKind.NOT_FOUND,
          FailureKind.QUOTA_EXHAUSTED,
          FailureKind.BUDGET_SPENT);

  /** How all answers of a student may fail. */
  private static final Set<String> WITHOUT_ANY =
      Set.of(FailureKind.ANSWER_CUT_OFF.label(), FailureKind.NOT_IN_CACHE.label());

  private GreedyAnswers() {}

  static List<TeacherRequest> requests(
      Map<String, List<Message>> questions, String model, int maxTokens) {
    GenerationParameters parameters =
        GenerationParameters.of(model).withTemperature(0).withMaxTokens(maxTokens);
    List<TeacherRequest> requests = new ArrayList<>();
    questions.forEach((id, messages) -> requests.add(TeacherRequest.of(id, messages, parameters)));
    return requests;
  }

  /**
   * Asks.
   *
   * @param who names the student in messages
   * @throws IllegalStateException if it cannot be asked, or answers nothing for another reason than
   *     that it does not know how to end
   */
  static Students.Answers of(List<TeacherRequest> requests, Teacher model, String who) {
    List<TeacherResult> results = model.answer(requests);
    Map<String, String> said = new LinkedHashMap<>();
    Map<String, Integer> unanswered = new TreeMap<>();
    for (int i = 0; i < requests.size(); i++) {
      if (results.get(i) instanceof TeacherAnswer answer) {
        said.put(requests.get(i).id(), answer.text());
      } else if (results.get(i) instanceof TeacherFailure failure) {
        if (NOT_ASKED.contains(failure.kind()) || failure.kind().retriable()) {
          throw new IllegalStateException(
              who + " cannot be asked, " + failure.kind().label() + ": " + failure.message());
        }
        unanswered.merge(failure.kind().label(), 1, Integer::sum);
      }
    }
    // A young student may not know how to end; one that cannot even begin is no student.
    if (said.isEmpty() && !WITHOUT_ANY.containsAll(unanswered.keySet())) {
      throw new IllegalStateException(who + " answers no question: " + unanswered);
    }
    return new Students.Answers(said, unanswered);
  }
}
