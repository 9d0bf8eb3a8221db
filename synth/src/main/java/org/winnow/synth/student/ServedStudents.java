package org.winnow.synth.student;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.winnow.schemas.Message;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.Students;
import org.winnow.synth.llm2llm.TaskTemplate;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherSettings;

/** One student that is trained elsewhere and asked greedily, in every round the same. */
public final class ServedStudents implements Students {
  private final Teacher server;
  private final String model;
  private final int maxTokens;

  /**
   * A student.
   *
   * @param server who has it; stays the caller's
   * @param model what requests call it
   * @param maxTokens most tokens of an answer; one that is cut off is none
   */
  public ServedStudents(Teacher server, String model, int maxTokens) {
    this.server = server;
    this.model = model;
    this.maxTokens = maxTokens;
  }

  /**
   * What asking it some items will take; asks nothing.
   *
   * @param cache answers that are known
   */
  public static Forecast forecast(
      TaskTemplate task,
      List<Item> items,
      String model,
      int maxTokens,
      TeacherSettings settings,
      AnswerCache cache) {
    Map<String, List<Message>> questions = new LinkedHashMap<>();
    items.forEach(item -> questions.put(item.id(), task.question(item.question())));
    return Forecast.of(GreedyAnswers.requests(questions, model, maxTokens), settings, cache);
  }

  @Override
  public boolean learn() {
    return false;
  }

  @Override
  public Student of(int round, List<Item> items) {
    return new Student() {
      /**
       * {@inheritDoc}
       *
       * @throws IllegalStateException if the server cannot be asked, or a budget is spent
       */
      @Override
      public Answers answer(Map<String, List<Message>> questions) {
        return GreedyAnswers.of(
            GreedyAnswers.requests(questions, model, maxTokens), server, "the student " + model);
      }

      @Override
      public Map<String, Integer> notLearned() {
        return Map.of();
      }

      @Override
      public void close() {
        // the server is the caller's
      }
    };
  }
}
