package org.winnow.synth.llm2llm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.SampleId;
import org.winnow.synth.llm2llm.TaskTemplate.Flaw;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TeacherUnavailableException;

/**
 * Asks a teacher for items like some seeds, in attempts: each asks for what is still missing, at
 * most so many times.
 *
 * <p>What comes out depends on the teacher's answers alone, not on when they come: they are looked
 * at in the order of the seeds. A new item must have the form of the task, must not be too like any
 * seed, held-out question or earlier item, and its answer must be what the teacher says when it is
 * asked the question afresh.
 */
final class Expansion {
  private static final int SHOWN_CHARS = 200;

  private final TaskTemplate task;
  private final Teacher teacher;
  private final Llm2LlmOptions options;
  private final Novelty novelty;
  private final Map<String, List<String>> written;
  private final int round;
  private final ItemRequests itemRequests;
  private final List<SyntheticItem> accepted = new ArrayList<>();
  private final List<RejectedItem> rejected = new ArrayList<>();
  private boolean budgetSpent;

  /**
   * An expansion.
   *
   * @param novelty what is known; new questions are added to it
   * @param written accepted questions of earlier rounds by seed, which the teacher is shown; those
   *     of this round are added
   */
  Expansion(
      TaskTemplate task,
      Teacher teacher,
      Llm2LlmOptions options,
      Novelty novelty,
      Map<String, List<String>> written,
      int round) {
    this.task = task;
    this.teacher = teacher;
    this.options = options;
    this.novelty = novelty;
    this.written = written;
    this.round = round;
    this.itemRequests = new ItemRequests(task, options, round);
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

  /**
   * Asks until every seed has its items or attempts are used up.
   *
   * @throws TeacherUnavailableException if the teacher cannot be asked at all
   */
  void run(List<Item> seeds) {
    Map<String, Integer> missing = new LinkedHashMap<>();
    seeds.forEach(seed -> missing.put(seed.id(), options.itemsPerSeed()));
    for (int attempt = 1; attempt <= options.attempts() && !budgetSpent; attempt++) {
      List<Item> pending =
          seeds.stream().filter(seed -> missing.getOrDefault(seed.id(), 0) > 0).toList();
      if (pending.isEmpty()) {
        return;
      }
      for (Candidate candidate : confirmed(ask(pending, missing, attempt), attempt)) {
        String seed = candidate.seed.id();
        missing.merge(seed, -1, Integer::sum);
        written.computeIfAbsent(seed, id -> new ArrayList<>()).add(candidate.question);
        accepted.add(new SyntheticItem(item(candidate), seed, round, attempt));
      }
    }
  }

  private static Item item(Candidate candidate) {
    List<Message> messages =
        List.of(
            new Message(Role.USER, candidate.question),
            new Message(Role.ASSISTANT, candidate.answer));
    return new Item(SampleId.of(messages), candidate.question, candidate.answer);
  }

  private List<Candidate> ask(List<Item> pending, Map<String, Integer> lacking, int attempt) {
    List<TeacherRequest> requests = new ArrayList<>();
    for (Item seed : pending) {
      List<String> known = written.getOrDefault(seed.id(), List.of());
      requests.add(itemRequests.of(seed, known, lacking.getOrDefault(seed.id(), 0), attempt));
    }
    List<TeacherResult> results = answers(requests);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      Item seed = pending.get(i);
      if (results.get(i) instanceof TeacherAnswer answer) {
        int missing = lacking.getOrDefault(seed.id(), 0);
        candidates.addAll(read(seed, answer.text(), missing, attempt));
      } else if (results.get(i) instanceof TeacherFailure failure) {
        refuse(seed, attempt, failure);
      }
    }
    return candidates;
  }

  private List<TeacherResult> answers(List<TeacherRequest> requests) {
    List<TeacherResult> results = teacher.answer(requests);
    TeacherUnavailableException.check(results);
    return results;
  }

  private List<Candidate> read(Item seed, String text, int missing, int attempt) {
    WrittenItems items = WrittenItems.of(text);
    for (WrittenItems.Broken broken : items.broken()) {
      reject(broken.text(), seed, attempt, "item_form", "found " + broken.found());
    }
    List<Candidate> candidates = new ArrayList<>();
    for (WrittenItems.Pair pair : items.pairs()) {
      Optional<Flaw> flaw = flaw(pair);
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

  private Optional<Flaw> flaw(WrittenItems.Pair pair) {
    boolean isText =
        StandardCharsets.UTF_8.newEncoder().canEncode(pair.question() + "\n" + pair.answer());
    return isText
        ? task.flaw(pair.question(), pair.answer())
        : Flaw.of("invalid_unicode", "half a surrogate pair");
  }

  /** Those whose answer the teacher gives again; all of them if no second answer is wanted. */
  private List<Candidate> confirmed(List<Candidate> candidates, int attempt) {
    if (!options.confirm() || candidates.isEmpty()) {
      return candidates;
    }
    List<TeacherRequest> requests = new ArrayList<>();
    for (Candidate candidate : candidates) {
      requests.add(itemRequests.confirmation(candidate.seed, candidate.question));
    }
    List<TeacherResult> results = answers(requests);
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

  private void refuse(Item seed, int attempt, TeacherFailure failure) {
    budgetSpent |= failure.kind() == FailureKind.BUDGET_SPENT;
    reject("", seed, attempt, failure.kind().label(), failure.message());
  }

  private void reject(String text, Item seed, int attempt, String reason, String evidence) {
    rejected.add(new RejectedItem(text, seed.id(), round, attempt, reason, evidence));
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= SHOWN_CHARS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARS)) + "...";
  }
}
