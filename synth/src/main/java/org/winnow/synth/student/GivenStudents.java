package org.winnow.synth.student;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.winnow.schemas.Message;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.Students;

/**
 * One student whose answers were written down elsewhere, in every round the same. A question has no
 * answer if there is no prediction for it, {@code no_prediction}, or if there are several that
 * differ, {@code several_predictions}.
 */
public final class GivenStudents implements Students {
  /** Predictions by the item's id. */
  private final Map<String, Set<String>> predictions = new HashMap<>();

  /**
   * A student.
   *
   * @param items what it will be asked
   * @param predictions what it says, joined to items by the question without white space around it;
   *     those of no item are not used
   */
  public GivenStudents(List<Item> items, List<Prediction> predictions) {
    Map<String, Set<String>> byQuestion = new HashMap<>();
    predictions.forEach(
        prediction ->
            byQuestion
                .computeIfAbsent(prediction.question.strip(), question -> new TreeSet<>())
                .add(prediction.answer));
    items.forEach(
        item ->
            this.predictions.put(
                item.id(), byQuestion.getOrDefault(item.question().strip(), Set.of())));
  }

  /** What a student says to a question. */
  public record Prediction(String question, String answer) {}

  @Override
  public boolean learn() {
    return false;
  }

  @Override
  public Student of(int round, List<Item> items) {
    return new Student() {
      @Override
      public Answers answer(Map<String, List<Message>> questions) {
        Map<String, String> said = new LinkedHashMap<>();
        Map<String, Integer> unanswered = new TreeMap<>();
        for (String id : questions.keySet()) {
          Set<String> answers = predictions.getOrDefault(id, Set.of());
          if (answers.size() == 1) {
            said.put(id, answers.iterator().next());
          } else {
            String reason = answers.isEmpty() ? "no_prediction" : "several_predictions";
            unanswered.merge(reason, 1, Integer::sum);
          }
        }
        return new Answers(said, unanswered);
      }

      @Override
      public Map<String, Integer> notLearned() {
        return Map.of();
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }
}
