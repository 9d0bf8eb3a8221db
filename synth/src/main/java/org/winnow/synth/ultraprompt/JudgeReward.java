package org.winnow.synth.ultraprompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.teacher.AnswerSchema;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * A language model as judge: it gives a response to the raw instruction a whole number from 1 to
 * 10, in JSON by a schema. An answer that is anything else is a failure, never a guess.
 */
public final class JudgeReward implements Reward {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Message JUDGE = new Message(Role.SYSTEM, Resources.text("judge.txt"));
  private static final AnswerSchema SCHEMA =
      AnswerSchema.of(
          "{\"type\": \"object\", \"properties\": {\"score\":"
              + " {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 10}},"
              + " \"required\": [\"score\"], \"additionalProperties\": false}");

  private final Teacher judge;
  private final GenerationParameters parameters;

  /**
   * A judge.
   *
   * @param judge who is asked; is closed with this one
   * @param parameters how it generates; with a seed, each sample gets one of its own that is a hash
   *     of it
   */
  public JudgeReward(Teacher judge, GenerationParameters parameters) {
    this.judge = judge;
    this.parameters = parameters;
  }

  @Override
  public List<RewardResult> score(List<RewardRequest> requests) {
    List<RewardResult> results = new ArrayList<>();
    for (TeacherResult result : judge.answer(requests.stream().map(this::request).toList())) {
      results.add(
          result instanceof TeacherFailure failure
              ? StepFailure.of(failure)
              : read(((TeacherAnswer) result).text()));
    }
    return results;
  }

  /** Request and response are fields of an object, so that neither can pass for the other. */
  private TeacherRequest request(RewardRequest asked) {
    ObjectNode object = JSON.createObjectNode();
    object.put("request", asked.instruction()).put("answer", asked.response());
    return TeacherRequest.of(
            asked.id(),
            List.of(JUDGE, new Message(Role.USER, object.toString())),
            SampleSeed.of(parameters, "judge", asked.sample()))
        .withSchema(SCHEMA)
        .withSample(asked.sample());
  }

  private static RewardResult read(String answer) {
    Optional<String> violation = SCHEMA.violation(answer);
    if (violation.isPresent()) {
      return new StepFailure(
          FailureKind.SCHEMA_VIOLATION.label(),
          "expected a score from 1 to 10: " + violation.get(),
          StepFailure.Again.OTHER_SAMPLE);
    }
    try {
      return new RewardResult.Value(JSON.readTree(answer).path("score").asInt());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that conforms must be JSON", e);
    }
  }

  @Override
  public void close() {
    judge.close();
  }
}
