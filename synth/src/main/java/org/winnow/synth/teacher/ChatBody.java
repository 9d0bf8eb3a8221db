package org.winnow.synth.teacher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.winnow.schemas.Message;

/**
 * A request as the body that {@code /chat/completions} takes. Equal requests have equal bodies,
 * field by field; ids and sample numbers are no part of it.
 */
final class ChatBody {
  private static final String SCHEMA_NAME = "answer";

  private ChatBody() {}

  static ObjectNode of(TeacherRequest request) {
    GenerationParameters parameters = request.parameters();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", parameters.model());
    ArrayNode messages = body.putArray("messages");
    for (Message message : request.messages()) {
      messages.addObject().put("role", message.role().label()).put("content", message.content());
    }
    parameters.temperature().ifPresent(value -> body.put("temperature", value));
    parameters.topP().ifPresent(value -> body.put("top_p", value));
    parameters.maxTokens().ifPresent(value -> body.put("max_tokens", value));
    if (!parameters.stop().isEmpty()) {
      ArrayNode stop = body.putArray("stop");
      parameters.stop().forEach(stop::add);
    }
    parameters.seed().ifPresent(value -> body.put("seed", value));
    request.schema().ifPresent(schema -> body.set("response_format", format(schema)));
    return body;
  }

  private static ObjectNode format(AnswerSchema schema) {
    ObjectNode format = JsonNodeFactory.instance.objectNode().put("type", "json_schema");
    format.putObject("json_schema").put("name", SCHEMA_NAME).set("schema", schema.json());
    return format;
  }
}
