package org.winnow.synth.rule;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * A teacher that is no language model but rules. What no rule answers it declines, as a model that
 * refuses does: {@link FailureKind#CONTENT_FILTERED}, with the reason.
 *
 * <p>An answer is a function of the request's content alone: messages, parameters, schema and
 * sample number. Draws are hashes of them.
 */
public abstract sealed class RuleTeacher implements Teacher
    permits ArithmeticTeacher, PrincipleTeacher {
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);

  private final String model;

  /**
   * A teacher.
   *
   * @param model what requests have to call it
   */
  RuleTeacher(String model) {
    this.model = model;
  }

  /** What the rules say. */
  abstract String text(TeacherRequest request) throws Declined;

  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    List<TeacherResult> results = new ArrayList<>();
    for (TeacherRequest request : requests) {
      TeacherResult result = result(request);
      listener.hear(results.size(), result);
      results.add(result);
    }
    return results;
  }

  private TeacherResult result(TeacherRequest request) {
    String wanted = request.parameters().model();
    if (!wanted.equals(model)) {
      return TeacherFailure.of(
          FailureKind.NOT_FOUND, "expected model " + model + ", got " + wanted, 0);
    }
    return READER.read(request, completion(request), 1);
  }

  private String completion(TeacherRequest request) {
    ObjectNode completion = JsonNodeFactory.instance.objectNode();
    completion.put("object", "chat.completion").put("model", model);
    ObjectNode choice = completion.putArray("choices").addObject();
    ObjectNode message = choice.put("index", 0).putObject("message").put("role", "assistant");
    try {
      message.put("content", text(request));
    } catch (Declined e) {
      message.putNull("content").put("refusal", e.getMessage());
    }
    choice.put("finish_reason", "stop");
    return completion.toString();
  }

  @Override
  public void close() {
    // holds nothing
  }
}
