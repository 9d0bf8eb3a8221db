package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;

/**
 * A prompt with an answer that was chosen and one that was rejected.
 *
 * <p>A sample's messages are the prompt and the chosen answer; the rejected answer is the field
 * {@code rejected} of its meta: a text, or a list of turns. If these turns start as the messages
 * do, they are a whole conversation, and the prompt is what both have in common; else the prompt is
 * all but the last message.
 *
 * @param prompt at least one turn
 * @param chosen at least one turn
 * @param rejected at least one turn
 * @param meta the sample's meta without the rejected answer
 */
record PreferencePair(
    List<Message> prompt, List<Message> chosen, List<Message> rejected, String meta) {
  /** Name of the field with the rejected answer. */
  static final String REJECTED = "rejected";

  /**
   * The pair that a sample holds.
   *
   * @throws BadRow if it holds none; the evidence shows no text of the sample
   */
  static PreferencePair of(Sample sample) throws BadRow {
    byte[] json = sample.meta().getBytes(StandardCharsets.UTF_8);
    ObjectNode meta = new JsonRow().parse(json, json.length);
    JsonNode value = meta.remove(REJECTED);
    if (value == null || value.isNull()) {
      throw misfit("the row has no rejected answer");
    }
    List<Message> messages = sample.messages();
    List<Message> rejected = turnsOf(value);
    int prompt = messages.size() - 1;
    if (rejected.get(0).equals(messages.get(0))) {
      prompt = commonTurns(messages, rejected);
      rejected = rejected.subList(prompt, rejected.size());
    }
    if (prompt == 0) {
      throw misfit("there is no prompt before the chosen answer");
    }
    if (messages.get(messages.size() - 1).role() != Role.ASSISTANT
        || rejected.get(rejected.size() - 1).role() != Role.ASSISTANT) {
      throw misfit("expected the assistant's turn last in the chosen and the rejected answer");
    }
    return new PreferencePair(
        messages.subList(0, prompt),
        messages.subList(prompt, messages.size()),
        rejected,
        meta.toString());
  }

  /** The prompt and the rejected answer. */
  List<Message> rejectedConversation() {
    return Stream.concat(prompt.stream(), rejected.stream()).toList();
  }

  /** Turns as the field {@code rejected} holds them. */
  static ArrayNode toJson(List<Message> turns) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Message turn : turns) {
      list.addObject().put("role", turn.role().label()).put("content", turn.content());
    }
    return list;
  }

  /** Number of turns that both conversations start with; leaves at least one turn of each. */
  static int commonTurns(List<Message> one, List<Message> other) {
    int most = Math.min(one.size(), other.size()) - 1;
    int common = 0;
    while (common < most && one.get(common).equals(other.get(common))) {
      common++;
    }
    return common;
  }

  private static List<Message> turnsOf(JsonNode value) throws BadRow {
    if (value.isTextual() && !value.textValue().isBlank()) {
      return List.of(new Message(Role.ASSISTANT, value.textValue()));
    }
    if (!value.isArray() || value.isEmpty()) {
      throw misfit("expected a text or a list of turns in the field rejected");
    }
    Turns turns = new Turns();
    try {
      turns.addAll(value, REJECTED);
    } catch (BadRow e) {
      throw misfit("the field rejected is not a list of turns: " + e.reason());
    }
    return turns.messages();
  }

  private static BadRow misfit(String why) {
    return new BadRow(OutputShape.MISFIT_REASON, why);
  }
}
