package org.winnow.synth.student;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.scorers.train.TrainingOptions;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.Students;
import org.winnow.synth.llm2llm.TaskTemplate;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * Students that are trained from one base model in every round, and asked greedily. Checkpoints are
 * kept, and answers are remembered, so that a run which was cut off does neither again.
 */
public final class TrainedStudents implements Students {
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);

  private final ModelSpec base;
  private final TrainingOptions options;
  private final TaskTemplate task;
  private final int maxTokens;
  private final Path folder;
  private final AnswerCache cache;
  private final Consumer<StudentTrainer.Step> progress;

  /**
   * Students.
   *
   * @param maxTokens most tokens of an answer; one that is cut off is none
   * @param folder where their checkpoints are kept, one folder for each round
   * @param cache where their answers are kept
   * @param progress is told the steps of trainings
   */
  public TrainedStudents(
      ModelSpec base,
      TrainingOptions options,
      TaskTemplate task,
      int maxTokens,
      Path folder,
      AnswerCache cache,
      Consumer<StudentTrainer.Step> progress) {
    this.base = base;
    this.options = options;
    this.task = task;
    this.maxTokens = maxTokens;
    this.folder = folder;
    this.cache = cache;
    this.progress = progress;
  }

  @Override
  public Student of(int round, List<Item> items) {
    List<Sample> samples = new ArrayList<>();
    for (Item item : items) {
      List<Message> messages = new ArrayList<>(task.question(item.question()));
      messages.add(new Message(Role.ASSISTANT, item.answer()));
      samples.add(Sample.of(task.name(), messages, Origin.ofRow(item.id(), 1), "{}"));
    }
    Path checkpoint = folder.resolve("round-" + round);
    new StudentTrainer(base, options).train(samples, checkpoint, progress);
    ModelSpec trained = base.withCheckpoint(checkpoint.toString());
    Teacher answering = new CachedTeacher(LocalTeacher.open(trained, READER), cache, READER);
    return new Asked(answering, LocalTeacher.modelName(checkpoint.toString()));
  }

  private final class Asked implements Student {
    private final Teacher model;
    private final String name;

    Asked(Teacher model, String name) {
      this.model = model;
      this.name = name;
    }

    @Override
    public Map<String, String> answer(Map<String, List<Message>> questions) {
      GenerationParameters parameters =
          GenerationParameters.of(name).withTemperature(0).withMaxTokens(maxTokens);
      List<TeacherRequest> requests = new ArrayList<>();
      questions.forEach(
          (id, messages) -> requests.add(TeacherRequest.of(id, messages, parameters)));
      List<TeacherResult> results = model.answer(requests);
      Map<String, String> answers = new LinkedHashMap<>();
      for (int i = 0; i < requests.size(); i++) {
        answers.put(requests.get(i).id(), said(results.get(i)));
      }
      return answers;
    }

    /** An answer that was cut off, or none at all, is no answer. */
    private static String said(TeacherResult result) {
      return result instanceof TeacherAnswer answer ? answer.text() : "";
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
