package org.winnow.synth.llm2llm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.SampleId;
import org.winnow.synth.llm2llm.TaskTemplate.Flaw;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * Asks a teacher for items like some seeds, in attempts: each asks for what is still missing, at
 * most so many times.
 *
 * <p>What comes out depends on the teacher's answers alone, not on when they come: they are looked
 * at in the order of the seeds. A new item must have the form of the task, must not be too like any
 * seed, test question or earlier item, and its answer must be what the teacher says when it is
 * asked the question afresh.
 */
final class Expansion {
  private final TaskTemplate task;
  private final Teacher teacher;
  private final Llm2LlmOptions options;
  private final Novelty novelty;
  private final int round;
  private final List<SyntheticItem> accepted = new ArrayList<>();
  private final List<RejectedItem> rejected = new ArrayList<>();
  private boolean budgetSpent;

  /**
   * An expansion.
   *
   * @param novelty what is known; accepted items are added to it
   */
  Expansion(
      TaskTemplate task, Teacher teacher, Llm2LlmOptions options, Novelty novelty, int round) {
    this.task = task;
    this.teacher = teacher;
    this.options = options;
    this.novelty = novelty;
    this.round = round;
  }

  List<SyntheticItem> accepted() {
    return List.copyOf(accepted);
  }

  List<RejectedItem> rejected() {
    return List.copyOf(rejected);
  }

  /** Whether the teacher's budget did not allow a request. */
  boolean isBudgetSpent() {
    return budgetSpent;
  }

  /** An item that has passed everything but the teacher's second answer. */
  private record Candidate(Item seed, String question, String answer) {}

  void run(List<Item> seeds) {
    Map<String, List<String>> written = new LinkedHashMap<>();
    seeds.forEach(seed -> written.put(seed.id(), new ArrayList<>()));
    for (int attempt = 1; attempt <= options.attempts() && !budgetSpent; attempt++) {
      List<Item> pending = new ArrayList<>();
      for (Item seed : seeds) {
        if (written(written, seed).size() < options.itemsPerSeed()) {
          pending.add(seed);
        }
      }
      if (pending.isEmpty()) {
        return;
      }
      List<Candidate> candidates = ask(pending, written, attempt);
      for (Candidate candidate : confirmed(candidates, attempt)) {
        written(written, candidate.seed).add(candidate.question);
        List<Message> identity = task.question(candidate.question);
        Item item = new Item(SampleId.of(identity), candidate.question, candidate.answer);
        accepted.add(new SyntheticItem(item, candidate.seed.id(), round, attempt));
      }
    }
  }

  private static List<String> written(Map<String, List<String>> written, Item seed) {
    return written.computeIfAbsent(seed.id(), id -> new ArrayList<>());
  }

  private List<Candidate> ask(List<Item> pending, Map<String, List<String>> written, int attempt) {
    List<TeacherRequest> requests = new ArrayList<>();
    for (Item seed : pending) {
      List<String> known = written(written, seed);
      int missing = options.itemsPerSeed() - known.size();
      // One more with each attempt: a teacher that fails to write one may succeed among several.
      int count = Math.min(missing + attempt - 1, Math.max(missing, options.mostItemsAtOnce()));
      requests.add(
          new TeacherRequest(
              seed.id(),
              task.request(seed, known, count),
              parameters(),
              Optional.empty(),
              samples(attempt)));
    }
    List<TeacherResult> results = teacher.answer(requests);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      Item seed = pending.get(i);
      int missing = options.itemsPerSeed() - written(written, seed).size();
      if (results.get(i) instanceof TeacherAnswer answer) {
        candidates.addAll(read(seed, answer.text(), missing, attempt));
      } else if (results.get(i) instanceof TeacherFailure failure) {
        refuse(seed, attempt, failure);
      }
    }
    return candidates;
  }

  /** Rounds ask anew even where a seed is wrong again and nothing else has changed. */
  private int samples(int attempt) {
    return (round - 1) * options.attempts() + attempt - 1;
  }

  private List<Candidate> read(Item seed, String text, int missing, int attempt) {
    WrittenItems items = WrittenItems.of(text);
    for (WrittenItems.Broken broken : items.broken()) {
      reject(broken.text(), seed, attempt, "item_form", "found " + broken.found());
    }
    List<Candidate> candidates = new ArrayList<>();
    for (WrittenItems.Pair pair : items.pairs()) {
      Optional<Flaw> flaw = task.flaw(pair.question(), pair.answer());
      Optional<String> like = novelty.likeness(pair.question());
      if (flaw.isPresent()) {
        reject(pair.question(), seed, attempt, flaw.get().reason(), flaw.get().evidence());
      } else if (like.isPresent()) {
        reject(pair.question(), seed, attempt, "not_new", "too like " + like.get());
      } else if (candidates.size() == missing) {
        reject(pair.question(), seed, attempt, "not_needed", "the seed has enough items");
      } else {
        // Known from now on, so that two seeds do not get the same item.
        novelty.add("an item for " + seed.id() + " of round " + round, pair.question());
        candidates.add(new Candidate(seed, pair.question(), pair.answer()));
      }
    }
    return candidates;
  }

  /** Those whose answer the teacher gives again; all of them if no second answer is wanted. */
  private List<Candidate> confirmed(List<Candidate> candidates, int attempt) {
    if (!options.confirm() || candidates.isEmpty()) {
      return candidates;
    }
    List<TeacherRequest> requests = new ArrayList<>();
    for (Candidate candidate : candidates) {
      requests.add(
          TeacherRequest.of(candidate.seed.id(), task.question(candidate.question), parameters()));
    }
    List<TeacherResult> results = teacher.answer(requests);
    List<Candidate> confirmed = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (results.get(i) instanceof TeacherFailure failure) {
        refuse(candidate.seed, attempt, failure);
      } else if (results.get(i) instanceof TeacherAnswer answer) {
        if (task.isRight(answer.text(), candidate.answer)) {
          confirmed.add(candidate);
        } else {
          reject(
              candidate.question,
              candidate.seed,
              attempt,
              "answers_disagree",
              "asked again, the teacher says: " + shortened(answer.text()));
        }
      }
    }
    return confirmed;
  }

  private GenerationParameters parameters() {
    return options.parameters();
  }

  private void refuse(Item seed, int attempt, TeacherFailure failure) {
    budgetSpent |= failure.kind() == FailureKind.BUDGET_SPENT;
    reject("", seed, attempt, failure.kind().label(), failure.message());
  }

  private void reject(String text, Item seed, int attempt, String reason, String evidence) {
    rejected.add(new RejectedItem(text, seed.id(), round, attempt, reason, evidence));
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
