package org.winnow.synth.optmath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.winnow.synth.optmath.ask.Asking;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TokenUsage;

/**
 * Answers by rule, and remembers what it was asked. It does not hold answers against schemas, so
 * that readers have to. An answer {@code FAIL} is a failed request.
 */
public final class ScriptedTeacher implements Teacher {
  private final Function<TeacherRequest, String> rule;

  /** All requests so far. */
  public final List<TeacherRequest> asked = new ArrayList<>();

  public ScriptedTeacher(Function<TeacherRequest, String> rule) {
    this.rule = rule;
  }

  /** This one, as it is asked. */
  public Asking asking() {
    return new Asking(this, GenerationParameters.of("scripted"));
  }

  /** What a request says. */
  public static String prompt(TeacherRequest request) {
    return request.messages().get(0).content();
  }

  /** The ids of all requests so far. */
  public List<String> ids() {
    return asked.stream().map(TeacherRequest::id).toList();
  }

  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    asked.addAll(requests);
    List<TeacherResult> results = new ArrayList<>();
    for (TeacherRequest request : requests) {
      String text = rule.apply(request);
      TeacherResult result =
          text.equals("FAIL")
              ? TeacherFailure.of(FailureKind.TIMED_OUT, "expected an answer in time", 1)
              : new TeacherAnswer(text, "stop", TokenUsage.NONE, Optional.empty(), 1, false, "{}");
      listener.hear(results.size(), result);
      results.add(result);
    }
    return results;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
