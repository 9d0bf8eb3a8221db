package org.winnow.schemas.format;

import java.util.List;

/** The usual shapes of an instruction row. */
public enum Shape {
  /** {@code messages: [{role, content}]}. */
  MESSAGES(FieldNames.ofTurns("messages", "system")),

  /** {@code conversations: [{from, value}]}, with an optional {@code system}. */
  SHAREGPT(FieldNames.ofTurns("conversations", "system")),

  /** {@code instruction} and {@code output}, optionally {@code input}, system and history. */
  ALPACA(new FieldNames("", "system", "instruction", "input", "output", "history", "")),

  /** {@code prompt} and {@code completion} or {@code response}. */
  PROMPT_COMPLETION(
      FieldNames.ofPrompt("prompt", "completion", "system"),
      FieldNames.ofPrompt("prompt", "response", "system")),

  /** {@code question} and {@code answer}. */
  QUESTION_ANSWER(FieldNames.ofPrompt("question", "answer", "system")),

  /**
   * {@code chosen} and {@code rejected}: answers to {@code prompt} or {@code instruction}, or whole
   * conversations. The messages are the prompt and the chosen answer; the rejected answer stays in
   * the field {@code rejected} of the row's meta.
   */
  PREFERENCE(
      new FieldNames("", "system", "instruction", "input", "chosen", "history", "rejected"),
      new FieldNames("", "system", "prompt", "", "chosen", "", "rejected"),
      new FieldNames("", "system", "", "", "chosen", "", "rejected"));

  private final List<FieldNames> fields;

  Shape(FieldNames... fields) {
    this.fields = List.of(fields);
  }

  /** The field names that this shape goes by, the preferred first. */
  public List<FieldNames> fields() {
    return fields;
  }
}
