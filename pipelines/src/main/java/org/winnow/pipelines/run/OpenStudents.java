package org.winnow.pipelines.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.winnow.pipelines.recipe.EndpointSection;
import org.winnow.pipelines.recipe.Llm2LlmSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.StudentSection;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.Students;
import org.winnow.synth.student.GivenStudents;
import org.winnow.synth.student.ServedStudents;
import org.winnow.synth.student.TrainedStudents;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.Budget;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.EndpointTeacher;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.Teacher;

/**
 * The students of a recipe as long as a run needs them.
 *
 * @param students who are asked
 * @param server who has them, with what may be spent there; empty if none has
 */
record OpenStudents(Students students, Optional<Server> server) implements AutoCloseable {
  /** A server that has a student. */
  record Server(Teacher asked, Budget budget) {}

  /** Students that are trained in this process. */
  static OpenStudents trained(
      Llm2LlmSection section,
      StudentSection.Trained student,
      Path folder,
      AnswerCache cache,
      Consumer<StudentTrainer.Step> progress) {
    return new OpenStudents(
        new TrainedStudents(
            student.model(),
            student.training(),
            section.task(),
            section.answerTokens(),
            folder,
            cache,
            progress),
        Optional.empty());
  }

  /** A student whose answers are given. */
  static OpenStudents given(List<Item> items, List<GivenStudents.Prediction> predictions) {
    return new OpenStudents(new GivenStudents(items, predictions), Optional.empty());
  }

  /**
   * A student behind a server.
   *
   * @throws RecipeException if the key of the server is not in the environment
   */
  static OpenStudents served(
      String recipe,
      StudentSection.Served student,
      int answerTokens,
      AnswerSource source,
      AnswerCache cache)
      throws RecipeException {
    EndpointSection server = student.server();
    Budget budget = new Budget(server.budget());
    AnswerReader reader = new AnswerReader(server.settings().prices());
    Optional<Teacher> standIn = source.standIn("student", true, cache, reader);
    Teacher asked;
    try {
      asked =
          standIn.isPresent()
              ? standIn.get()
              : EndpointTeacher.open(server.endpoint(), server.settings(), budget);
    } catch (IllegalArgumentException e) {
      throw new RecipeException(
          "recipe " + recipe, List.of("student.key_variable: " + e.getMessage()));
    }
    Teacher known = new CachedTeacher(asked, cache, reader);
    return new OpenStudents(
        new ServedStudents(known, student.model(), answerTokens),
        Optional.of(new Server(known, budget)));
  }

  /** What was sent to a server, for a person to read. */
  List<String> spent() {
    return server
        .map(has -> has.budget.spent())
        .filter(spending -> spending.requests() > 0)
        .map(OpenStudents::line)
        .stream()
        .toList();
  }

  private static String line(Spending spent) {
    return String.format(
        Locale.ROOT,
        "the student was sent %,d requests, %,d tokens, money %s",
        spent.requests(),
        spent.tokens().total(),
        spent.money().toPlainString());
  }

  @Override
  public void close() {
    server.ifPresent(has -> has.asked.close());
  }
}
