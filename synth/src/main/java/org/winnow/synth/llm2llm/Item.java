package org.winnow.synth.llm2llm;

/**
 * A question with its answer.
 *
 * @param id unique among the items of a run
 * @param question what is asked
 * @param answer the whole answer, with its reasoning where the task has any
 */
public record Item(String id, String question, String answer) {
  public Item {
    if (id.isEmpty() || question.isBlank() || answer.isBlank()) {
      throw new IllegalArgumentException(
          "an item needs an id, a question and an answer, got id '" + id + "'");
    }
  }
}
