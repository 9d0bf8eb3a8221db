package org.winnow.synth.lemma;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.winnow.schemas.Seeds;
import org.winnow.synth.teacher.RequestKey;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TeacherUnavailableException;

/**
 * Makes solutions that notice an error and repair it, out of wrong ones (LEMMA, Pan et al. 2025,
 * arXiv 2503.17439, sections 3.1 to 3.4).
 *
 * <p>A trajectory is the wrong solution up to and including its first wrong step, a transition
 * phrase, and a continuation to the right answer. Wrong solutions are students' attempts, and known
 * solutions in which the teacher planted an error of a type that students make. Both are cut off
 * where the teacher finds the first wrong step. Then the teacher writes two trajectories for each,
 * one by each {@link Strategy}, and smooths them. What fails a check leaves with its {@link
 * Reason}.
 *
 * <p>The result is a function of the problems, the settings and the teacher's answers; the order of
 * the problems and of the answers does not matter. Chance is a hash of the seed and the names of
 * candidates. Which types are planted depends on all problems of a run together. In memory are all
 * problems, and all exchanges about them.
 *
 * <pre>{@code
 * Lemma lemma = new Lemma(teacher, LemmaSettings.of("qwen", 20261123));
 * LemmaResult result = lemma.run(problems);
 * }</pre>
 */
public final class Lemma {
  /** The step whose chance this is. */
  static final String STEP = "lemma";

  private final Teacher teacher;
  private final LemmaSettings settings;

  /** Ownership of the teacher is not taken. */
  public Lemma(Teacher teacher, LemmaSettings settings) {
    this.teacher = teacher;
    this.settings = settings;
  }

  /**
   * Makes trajectories from problems.
   *
   * @throws IllegalArgumentException if two problems have one id
   * @throws TeacherUnavailableException if the teacher cannot be asked
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public LemmaResult run(List<MathProblem> problems) {
    requireDistinctIds(problems);
    List<Rejection> rejections = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    for (MathProblem problem : problems) {
      Comparison comparison = Comparison.of(problem, settings.seed());
      attempts.addAll(comparison.wrong());
      rejections.addAll(comparison.rejections());
    }

    List<WrongSolution> wrong = pass(new ClassifyError(settings), attempts, rejections);
    ErrorDistribution distribution =
        ErrorDistribution.of(wrong.stream().map(WrongSolution::type).toList());
    List<WrongSolution> planted =
        unlike(
            wrong,
            pass(new InjectError(settings), planErrors(attempts, distribution), rejections),
            rejections);

    List<WrongSolution> all = Stream.concat(wrong.stream(), planted.stream()).toList();
    List<LocatedError> located = pass(new LocateError(settings), all, rejections);
    List<Draft> drafts = pass(new ReviseSolution(settings), planRevisions(located), rejections);
    List<Trajectory> trajectories =
        distinct(pass(new SmoothTrajectory(settings), drafts, rejections), rejections);

    // Stable sorts: within a problem what was there before stays in its order.
    return new LemmaResult(
        trajectories.stream().sorted(Comparator.comparing(Trajectory::problemId)).toList(),
        rejections.stream().sorted(Comparator.comparing(Rejection::problemId)).toList(),
        distribution,
        errorTypes(wrong),
        List.of(
            StageReport.of(LemmaStage.COMPARE, attempts.size(), rejections),
            StageReport.of(LemmaStage.CLASSIFY, wrong.size(), rejections),
            StageReport.of(LemmaStage.INJECT, planted.size(), rejections),
            StageReport.of(LemmaStage.LOCATE, located.size(), rejections),
            StageReport.of(
                LemmaStage.FIX_AND_CONTINUE, by(Strategy.FIX_AND_CONTINUE, drafts), rejections),
            StageReport.of(
                LemmaStage.FRESH_AND_RESTART, by(Strategy.FRESH_AND_RESTART, drafts), rejections),
            StageReport.of(LemmaStage.SMOOTH, trajectories.size(), rejections)));
  }

  private static Map<ErrorType, Integer> errorTypes(List<WrongSolution> wrong) {
    Map<ErrorType, Integer> types = new EnumMap<>(ErrorType.class);
    wrong.forEach(solution -> types.merge(solution.type(), 1, Integer::sum));
    return types;
  }

  private static int by(Strategy strategy, List<Draft> drafts) {
    return (int) drafts.stream().filter(draft -> draft.plan().strategy() == strategy).count();
  }

  /** Planted errors without those that are there already; a teacher may repeat itself. */
  /** Two attempts that go wrong alike may end as one text; the first of them stays. */
  private static List<Trajectory> distinct(
      List<Trajectory> trajectories, List<Rejection> rejections) {
    Map<String, Set<String>> texts = new HashMap<>();
    List<Trajectory> distinct = new ArrayList<>();
    for (Trajectory made : trajectories) {
      if (texts.computeIfAbsent(made.problemId(), id -> new HashSet<>()).add(made.text())) {
        distinct.add(made);
      } else {
        rejections.add(
            new Rejection(
                made.problemId(),
                made.id(),
                LemmaStage.SMOOTH,
                Reason.DUPLICATE_TRAJECTORY.label(),
                "expected a text that no other trajectory of the problem has",
                made.exchanges()));
      }
    }
    return distinct;
  }

  private static List<WrongSolution> unlike(
      List<WrongSolution> wrong, List<WrongSolution> planted, List<Rejection> rejections) {
    Map<String, Set<String>> seen = new HashMap<>();
    wrong.forEach(solution -> isNew(solution, seen));
    List<WrongSolution> unlike = new ArrayList<>();
    for (WrongSolution solution : planted) {
      if (isNew(solution, seen)) {
        unlike.add(solution);
      } else {
        rejections.add(
            rejection(
                solution.id(),
                LemmaStage.INJECT,
                Reason.DUPLICATE_ATTEMPT.label(),
                "expected a new wrong solution",
                solution.candidate()));
      }
    }
    return unlike;
  }

  private static boolean isNew(WrongSolution solution, Map<String, Set<String>> seen) {
    return seen.computeIfAbsent(solution.candidate().problem().id(), id -> new HashSet<>())
        .add(solution.text());
  }

  private static void requireDistinctIds(List<MathProblem> problems) {
    Set<String> ids = new HashSet<>();
    for (MathProblem problem : problems) {
      if (!ids.add(problem.id())) {
        throw new IllegalArgumentException(
            "expected one problem of each id, got two: " + problem.id());
      }
    }
  }

  /** Errors for each problem with a wrong attempt. */
  private List<PlannedError> planErrors(List<Attempt> attempts, ErrorDistribution distribution) {
    return attempts.stream()
        .map(attempt -> attempt.candidate().solved())
        .distinct()
        .flatMap(solved -> planErrors(solved, distribution))
        .toList();
  }

  private Stream<PlannedError> planErrors(SolvedProblem solved, ErrorDistribution distribution) {
    List<ErrorType> types =
        distribution.draw(settings.seed(), solved.problem().id(), settings.injections());
    Map<ErrorType, Integer> planned = new EnumMap<>(ErrorType.class);
    List<PlannedError> errors = new ArrayList<>();
    for (int number = 0; number < types.size(); number++) {
      ErrorType type = types.get(number);
      int repeat = planned.merge(type, 1, Integer::sum) - 1;
      errors.add(
          new PlannedError(Candidate.of(solved, ErrorSource.INJECTED, number), type, repeat));
    }
    return errors.stream();
  }

  private List<PlannedRevision> planRevisions(List<LocatedError> errors) {
    return errors.stream()
        .flatMap(
            error ->
                Arrays.stream(Strategy.values())
                    .map(
                        strategy ->
                            new PlannedRevision(error, strategy, transition(error, strategy))))
        .toList();
  }

  private String transition(LocatedError error, Strategy strategy) {
    List<String> phrases = Phrases.TRANSITIONS.all();
    long bits = Seeds.bits(settings.seed(), STEP, error.id(), "transition " + strategy.label());
    return phrases.get((int) Long.remainderUnsigned(bits, phrases.size()));
  }

  /** Asks about all items at once; what is refused goes to the rejections. */
  private <T extends Traced, R> List<R> pass(
      Stage<T, R> stage, List<T> items, List<Rejection> rejections) {
    List<TeacherRequest> requests = items.stream().map(stage::request).toList();
    List<TeacherResult> results = teacher.answer(requests);
    TeacherUnavailableException.check(results);
    List<R> accepted = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      T item = items.get(i);
      LemmaStage name = stage.name(item);
      if (results.get(i) instanceof TeacherFailure failure) {
        String reason = failure.kind().label();
        rejections.add(rejection(item.id(), name, reason, failure.message(), item.candidate()));
        continue;
      }
      TeacherAnswer answer = (TeacherAnswer) results.get(i);
      Exchange exchange = new Exchange(name, RequestKey.of(requests.get(i)), answer.text());
      Candidate candidate = item.candidate().with(exchange);
      Verdict<R> verdict =
          StandardCharsets.UTF_8.newEncoder().canEncode(answer.text())
              ? stage.judge(item, exchange)
              : Verdict.refuse(Reason.INVALID_UNICODE, "found half a surrogate pair");
      verdict.fold(
          accepted::add,
          fault ->
              rejections.add(
                  rejection(item.id(), name, fault.reason().label(), fault.evidence(), candidate)));
    }
    return accepted;
  }

  private static Rejection rejection(
      String id, LemmaStage stage, String reason, String evidence, Candidate candidate) {
    return new Rejection(
        candidate.problem().id(), id, stage, reason, evidence, candidate.exchanges());
  }
}
