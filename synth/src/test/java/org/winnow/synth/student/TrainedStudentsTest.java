package org.winnow.synth.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.generate.Generation;
import org.winnow.scorers.generate.GenerationOptions;
import org.winnow.scorers.generate.GenerationRequest;
import org.winnow.scorers.generate.TextGenerator;
import org.winnow.scorers.runtime.LowRank;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.scorers.train.TrainingOptions;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.MathsTask;
import org.winnow.synth.llm2llm.Students.Answers;
import org.winnow.synth.llm2llm.Students.Student;
import org.winnow.synth.teacher.AnswerCache;

class TrainedStudentsTest {
  private static final ModelSpec BASE =
      new ModelSpec("builtin:reference", 256, DeviceChoice.CPU, WhenTooLong.REJECT);
  private static final int TOKENS = 150;
  private static final List<Item> ITEMS =
      List.of(
          new Item("one", "What is 3 and 4?", "3+4=<<3+4=7>>7\n#### 7"),
          new Item("two", "What is 5 and 4?", "5+4=<<5+4=9>>9\n#### 9"));
  private static final List<Message> QUESTION = List.of(new Message(Role.USER, "What is 3 and 4?"));

  private final Path folder;
  private final List<StudentTrainer.Step> steps = new ArrayList<>();

  TrainedStudentsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void whatWasLearnedByHeartIsAnswered() throws IOException {
    TrainingOptions byHeart =
        new TrainingOptions(40, 4, 2e-3, 0, 0, 1, Optional.empty(), false, 7, 100);
    try (Student student = students(byHeart).of(1, ITEMS)) {
      Answers answers = student.answer(Map.of("one", QUESTION));

      assertThat(steps).hasSize(40);
      assertThat(student.notLearned()).isEmpty();
      assertThat(answers.said()).containsExactly(Map.entry("one", ITEMS.get(0).answer()));
      assertThat(generated(checkpoints().get(0)).text()).isEqualTo(ITEMS.get(0).answer());
    }
  }

  @Test
  void whatIsTrainedIsNotTrainedAgainAndOtherItemsMakeAnotherStudent() throws IOException {
    students().of(1, ITEMS).close();
    students().of(1, ITEMS).close();
    assertThat(steps).hasSize(2);
    assertThat(checkpoints()).hasSize(1);

    students().of(1, ITEMS.subList(0, 1)).close();
    students().of(2, ITEMS).close();

    // One step in each of two epochs, for each of three trainings.
    assertThat(steps).hasSize(6);
    assertThat(checkpoints()).hasSize(3);
  }

  @Test
  void itemsThatTheModelCannotReadAreCounted() {
    Item tooLong = new Item("long", "word ".repeat(400), "#### 1");

    try (Student student = students().of(1, List.of(ITEMS.get(0), tooLong))) {
      assertThat(student.notLearned()).containsExactly(Map.entry("too_long", 1));
    }
  }

  @Test
  void aStudentThatCannotBeAskedAnythingIsAnError() {
    List<Message> tooLong = List.of(new Message(Role.USER, "word ".repeat(400)));

    try (Student student = students().of(1, ITEMS)) {
      assertThatThrownBy(() -> student.answer(Map.of("one", tooLong)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the student of round 1 answers no question: {context_too_long=1}");
    }
  }

  private TrainedStudents students() {
    return students(
        new TrainingOptions(2, 4, 1e-3, 0, 0, 1, Optional.of(new LowRank(2, 4, 1)), false, 7, 100));
  }

  private TrainedStudents students(TrainingOptions options) {
    return new TrainedStudents(
        BASE,
        options,
        new MathsTask(),
        TOKENS,
        folder.resolve("students"),
        new AnswerCache(folder.resolve("answers")),
        steps::add);
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> found = Files.list(folder.resolve("students"))) {
      return found.toList();
    }
  }

  private static Generation.Answer generated(Path checkpoint) {
    try (TextGenerator generator = TextGenerator.open(BASE.withCheckpoint(checkpoint.toString()))) {
      GenerationRequest request = new GenerationRequest(QUESTION, GenerationOptions.greedy(TOKENS));
      return (Generation.Answer) generator.generate(List.of(request)).get(0);
    }
  }
}
