package org.winnow.synth.rule;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.RequestKey;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * A teacher that is no language model: rules for word problems whose answers note their
 * calculations, as GSM8K's do ({@code <<48/2=24>>}).
 *
 * <p>It answers LLM2LLM's requests for new items of the task maths by exchanging numbers, and
 * LEMMA's requests by recomputing and comparing calculations. It understands no words. What no rule
 * answers it declines, as a model that refuses does: {@link FailureKind#CONTENT_FILTERED}, with the
 * reason.
 *
 * <p>An answer is a function of the request's content alone: messages, parameters, schema and
 * sample number. Draws are hashes of them.
 */
public final class ArithmeticTeacher implements Teacher {
  /**
   * What requests have to call it. The number changes with the rules, so that answers of other
   * rules are never taken for these.
   */
  public static final String MODEL = "rules:arithmetic@1";

  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);

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

  private static TeacherResult result(TeacherRequest request) {
    String wanted = request.parameters().model();
    if (!wanted.equals(MODEL)) {
      return TeacherFailure.of(
          FailureKind.NOT_FOUND, "expected model " + MODEL + ", got " + wanted, 0);
    }
    return READER.read(request, completion(request), 1);
  }

  private static String completion(TeacherRequest request) {
    ObjectNode completion = JsonNodeFactory.instance.objectNode();
    completion.put("object", "chat.completion").put("model", MODEL);
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

  private static String text(TeacherRequest request) throws Declined {
    long seed = request.parameters().seed().orElse(0);
    String name = RequestKey.of(request);
    List<Message> messages = request.messages();
    Optional<SeedPrompt> items = SeedPrompt.of(messages);
    if (items.isPresent()) {
      return items.get().items(seed, name);
    }
    Optional<LemmaPrompt> lemma =
        messages.size() == 1 ? LemmaPrompt.of(messages.get(0).content()) : Optional.empty();
    if (lemma.isPresent()) {
      return LemmaAnswers.of(lemma.get(), seed, name);
    }
    throw new Declined("no rule for such a request");
  }

  @Override
  public void close() {
    // holds nothing
  }
}
