package org.winnow.synth.student;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.scorers.train.TrainingOptions;
import org.winnow.scorers.train.TrainingRecord;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.Students;
import org.winnow.synth.llm2llm.TaskTemplate;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;

/**
 * Students that are trained from one base model in every round, and asked greedily. Checkpoints are
 * kept, and answers are remembered, so that a run which was cut off does neither again.
 */
public final class TrainedStudents implements Students {
  private static final int DIGEST_DIGITS = 16;
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
    // Of other items, another folder: what an earlier run left there stays true.
    Path checkpoint = folder.resolve("round-" + round + "-" + digest(samples));
    TrainingRecord record = new StudentTrainer(base, options).train(samples, checkpoint, progress);
    ModelSpec trained = base.withCheckpoint(checkpoint.toString());
    String name = LocalTeacher.modelName(checkpoint.toString());
    Teacher answering = new CachedTeacher(LocalTeacher.open(trained, READER), cache, READER);
    return new Asked(answering, name, round, record.refused());
  }

  private String digest(List<Sample> samples) {
    StringBuilder text = new StringBuilder();
    text.append(Checkpoint.inspect(base.checkpoint()).modelDigest()).append('\n');
    text.append(base).append('\n').append(options).append('\n');
    samples.forEach(sample -> text.append(sample.id()).append('\n'));
    String hex = Digests.hex(text.toString().getBytes(StandardCharsets.UTF_8));
    return hex.substring(0, DIGEST_DIGITS);
  }

  private final class Asked implements Student {
    private final Teacher model;
    private final String name;
    private final int round;
    private final Map<String, Integer> notLearned;

    Asked(Teacher model, String name, int round, Map<String, Integer> notLearned) {
      this.model = model;
      this.name = name;
      this.round = round;
      this.notLearned = notLearned;
    }

    @Override
    public Map<String, Integer> notLearned() {
      return notLearned;
    }

    @Override
    public Answers answer(Map<String, List<Message>> questions) {
      return GreedyAnswers.of(
          GreedyAnswers.requests(questions, name, maxTokens),
          model,
          "the student of round " + round);
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
