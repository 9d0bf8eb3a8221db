package org.winnow.synth.llm2llm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.winnow.schemas.Message;
import org.winnow.synth.teacher.Teacher;

/**
 * The rounds of LLM2LLM, see the package.
 *
 * <p>As published: the student starts from the base model in every round and learns from all data
 * so far; only wrong seeds are shown to the teacher, never its own items. Unlike the published
 * code: seeds are told apart by ids and not by texts, attempts are bounded, a new question is
 * compared with all seeds, all rounds and the held-out items, and its answer is checked.
 *
 * <p>Everything follows from the seeds, the student's answers and the teacher's answers. With a
 * teacher that remembers ({@link org.winnow.synth.teacher.CachedTeacher}) and a student that does,
 * a run that was cut off is simply run again.
 */
public final class Llm2Llm {
  private final TaskTemplate task;
  private final Teacher teacher;
  private final Students students;
  private final Llm2LlmOptions options;

  /** A procedure; teacher and students stay the caller's. */
  public Llm2Llm(TaskTemplate task, Teacher teacher, Students students, Llm2LlmOptions options) {
    this.task = task;
    this.teacher = teacher;
    this.students = students;
    this.options = options;
  }

  /** Why rounds ended. */
  public enum End {
    /** As many rounds as wanted. */
    ROUNDS,
    /** The student gets every seed right. */
    NO_WRONG_SEEDS,
    /** The held-out score did not grow enough. */
    NO_GAIN,
    /** The teacher's budget is spent. */
    BUDGET_SPENT
  }

  /**
   * What came of the rounds.
   *
   * @param items accepted, in the order of rounds, attempts and seeds
   * @param rejected what was not, in the order in which it was looked at
   * @param rounds what happened in each
   * @param end why there is no further round
   */
  public record Result(
      List<SyntheticItem> items, List<RejectedItem> rejected, List<RoundReport> rounds, End end) {
    public Result {
      items = List.copyOf(items);
      rejected = List.copyOf(rejected);
      rounds = List.copyOf(rounds);
    }
  }

  /**
   * Runs the rounds.
   *
   * @param seeds with distinct ids, in any order
   * @param heldOut never trained on and never shown to the teacher; may be empty
   * @throws IllegalArgumentException if there is no seed, or two items have one id
   * @throws org.winnow.synth.teacher.TeacherUnavailableException if the teacher cannot be asked
   */
  public Result run(List<Item> seeds, List<Item> heldOut) {
    List<Item> sorted = sorted(seeds, heldOut);
    Novelty novelty = new Novelty(options.novelty());
    sorted.forEach(seed -> novelty.add("seed " + seed.id(), seed.question()));
    heldOut.forEach(item -> novelty.add("held-out item " + item.id(), item.question()));
    List<SyntheticItem> items = new ArrayList<>();
    List<RejectedItem> rejected = new ArrayList<>();
    List<RoundReport> reports = new ArrayList<>();
    Map<String, List<String>> written = new HashMap<>();
    double best = Double.NEGATIVE_INFINITY;
    for (int round = 1; round <= options.rounds(); round++) {
      List<Item> learned = new ArrayList<>(sorted);
      items.forEach(item -> learned.add(item.item()));
      int trainedOn = students.learn() ? learned.size() : 0;
      OptionalDouble score = OptionalDouble.empty();
      Students.Answers answers;
      Map<String, Integer> notLearned;
      try (Students.Student student = students.of(round, learned)) {
        notLearned = student.notLearned();
        answers = student.answer(questions(sorted, heldOut));
      }
      List<Item> wrong = wrong(answers, sorted);
      if (!heldOut.isEmpty()) {
        int missed = wrong(answers, heldOut).size();
        score = OptionalDouble.of(1 - (double) missed / heldOut.size());
      }
      Map<String, Integer> unanswered = answers.unanswered();
      boolean gains =
          score.isEmpty()
              || options.leastGain() == -1
              || score.getAsDouble() > best + options.leastGain();
      if (wrong.isEmpty() || !gains) {
        reports.add(
            new RoundReport(
                round, trainedOn, notLearned, wrong.size(), unanswered, 0, Map.of(), score));
        return new Result(
            items, rejected, reports, wrong.isEmpty() ? End.NO_WRONG_SEEDS : End.NO_GAIN);
      }
      best = Math.max(best, score.orElse(best));
      Expansion expansion = new Expansion(task, teacher, options, novelty, written, round);
      expansion.run(wrong);
      items.addAll(expansion.accepted());
      rejected.addAll(expansion.rejected());
      reports.add(
          new RoundReport(
              round,
              trainedOn,
              notLearned,
              wrong.size(),
              unanswered,
              expansion.accepted().size(),
              byReason(expansion.rejected()),
              score));
      if (expansion.isBudgetSpent()) {
        return new Result(items, rejected, reports, End.BUDGET_SPENT);
      }
    }
    return new Result(items, rejected, reports, End.ROUNDS);
  }

  private static List<Item> sorted(List<Item> seeds, List<Item> heldOut) {
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("expected at least one seed, got none");
    }
    Map<String, Item> byId = new TreeMap<>();
    for (List<Item> list : List.of(seeds, heldOut)) {
      for (Item item : list) {
        if (byId.put(item.id(), item) != null) {
          throw new IllegalArgumentException("two items have the id " + item.id());
        }
      }
    }
    return seeds.stream().sorted(Comparator.comparing(Item::id)).toList();
  }

  private Map<String, List<Message>> questions(List<Item> seeds, List<Item> heldOut) {
    Map<String, List<Message>> questions = new LinkedHashMap<>();
    for (List<Item> items : List.of(seeds, heldOut)) {
      items.forEach(item -> questions.put(item.id(), task.question(item.question())));
    }
    return questions;
  }

  private List<Item> wrong(Students.Answers answers, List<Item> items) {
    return items.stream()
        .filter(
            item ->
                !answers.said().containsKey(item.id())
                    || !task.isRight(answers.said().getOrDefault(item.id(), ""), item.answer()))
        .toList();
  }

  private static Map<String, Integer> byReason(List<RejectedItem> rejected) {
    Map<String, Integer> counts = new TreeMap<>();
    rejected.forEach(item -> counts.merge(item.reason(), 1, Integer::sum));
    return counts;
  }
}
