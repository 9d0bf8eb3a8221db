package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;

/**
 * One conversation that a teacher is to continue.
 *
 * @param id what the caller calls it; says where an answer belongs, never what is asked
 * @param messages the conversation, which ends with the turn to be answered; not empty
 * @param parameters how the answer is generated
 * @param schema the JSON Schema that the answer has to conform to, if there is one
 * @param sample number of the answer where several are wanted to the same request, from 0
 */
public record TeacherRequest(
    String id,
    List<Message> messages,
    GenerationParameters parameters,
    Optional<AnswerSchema> schema,
    int sample) {
  public TeacherRequest {
    requireNonNull(id, "id is null");
    requireNonNull(parameters, "parameters is null");
    requireNonNull(schema, "schema is null");
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("request " + id + " must have messages, found none");
    }
    if (sample < 0) {
      throw new IllegalArgumentException("request " + id + ": sample must be >= 0, got " + sample);
    }
  }

  /** A request for one answer in free text. */
  public static TeacherRequest of(
      String id, List<Message> messages, GenerationParameters parameters) {
    return new TeacherRequest(id, messages, parameters, Optional.empty(), 0);
  }

  /** The same with an answer that conforms to a schema. */
  public TeacherRequest withSchema(AnswerSchema wanted) {
    return new TeacherRequest(id, messages, parameters, Optional.of(wanted), sample);
  }

  /** The same for another answer. */
  public TeacherRequest withSample(int other) {
    return new TeacherRequest(id, messages, parameters, schema, other);
  }
}
