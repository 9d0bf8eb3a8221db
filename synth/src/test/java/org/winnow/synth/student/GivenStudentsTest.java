package org.winnow.synth.student;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.Students;
import org.winnow.synth.student.GivenStudents.Prediction;

class GivenStudentsTest {
  @Test
  void predictionsAreJoinedByTheirQuestions() {
    GivenStudents students =
        new GivenStudents(
            List.of(item("a"), item("b"), item("c"), item("d"), item("e")),
            List.of(
                new Prediction("question of b\n", "2"),
                new Prediction("question of a", "1"),
                new Prediction("question of c", "3"),
                new Prediction("question of c", "4"),
                new Prediction("question of d", "5"),
                new Prediction("question of d", "5"),
                new Prediction("question of nobody", "6")));

    Students.Answers answers =
        students
            .of(1, List.of())
            .answer(Map.of("a", asked(), "b", asked(), "c", asked(), "d", asked(), "e", asked()));

    assertThat(answers.said()).isEqualTo(Map.of("a", "1", "b", "2", "d", "5"));
    assertThat(answers.unanswered())
        .isEqualTo(Map.of("several_predictions", 1, "no_prediction", 1));
    assertThat(students.learn()).isFalse();
  }

  private static Item item(String id) {
    return new Item(id, "question of " + id, "an answer");
  }

  /** In whatever words a task asks: a join by words would find nothing. */
  private static List<Message> asked() {
    return List.of(new Message(Role.USER, "asked"));
  }
}
