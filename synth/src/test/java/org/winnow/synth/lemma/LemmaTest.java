package org.winnow.synth.lemma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherRequest;

class LemmaTest {
  private static final int PROBLEMS = 24;

  /** Each problem with one attempt that is right and two that are wrong, in two different steps. */
  private static List<MathProblem> problems() {
    return IntStream.range(0, PROBLEMS)
        .mapToObj(
            i -> {
              WordProblem problem = WordProblem.number(i);
              return problem.problem(
                  "p%02d".formatted(i),
                  List.of(
                      problem.attempt(1 + i % 3, 5),
                      problem.solution(),
                      problem.attempt(1 + (i + 1) % 3, -4)));
            })
        .toList();
  }

  private static LemmaResult run(Teacher teacher, List<MathProblem> problems) {
    return new Lemma(teacher, settings()).run(problems);
  }

  private static LemmaSettings settings() {
    return LemmaSettings.of("rule", 7);
  }

  @Test
  void makesTwoTrajectoriesOfEachWrongSolution() {
    LemmaResult result = run(new RuleTeacher(), problems());

    assertThat(
            result.trajectories().stream()
                .collect(
                    Collectors.groupingBy(
                        t -> t.source().label() + " " + t.strategy().label(),
                        Collectors.counting())))
        .isEqualTo(
            Map.of(
                "student fix_and_continue", 2L * PROBLEMS,
                "student fresh_and_restart", 2L * PROBLEMS,
                "injected fix_and_continue", 2L * PROBLEMS,
                "injected fresh_and_restart", 2L * PROBLEMS));
    assertThat(result.rejections())
        .hasSize(PROBLEMS)
        .allMatch(rejection -> rejection.reason().equals("answer_right"))
        .allMatch(rejection -> rejection.candidateId().endsWith("/student-1"))
        .allMatch(rejection -> rejection.stage() == LemmaStage.COMPARE);
    assertThat(result.distribution().counts())
        .containsEntry(ErrorType.CALCULATION_ERROR, 2L * PROBLEMS);
  }

  /** Everything that makes a trajectory is recomputed from the question and the text. */
  @Test
  void everyTrajectoryGoesWrongOnceAndThenArrives() {
    for (Trajectory trajectory : run(new RuleTeacher(), problems()).trajectories()) {
      WordProblem problem = WordProblem.read(trajectory.question());
      int turn = trajectory.text().indexOf(trajectory.transition());
      String prefix = trajectory.text().substring(0, turn).strip();
      String continuation = trajectory.text().substring(turn);
      List<Sums.Sum> before = Sums.of(prefix).sums();

      assertThat(prefix).isEqualTo(trajectory.prefix());
      assertThat(before).hasSize(trajectory.errorStep());
      assertThat(before.subList(0, before.size() - 1)).allMatch(Sums.Sum::holds);
      assertThat(before.get(before.size() - 1).holds()).isFalse();
      assertThat(Sums.of(continuation).sums()).isNotEmpty().allMatch(Sums.Sum::holds);
      assertThat(continuation).endsWith("The answer is " + problem.answer() + ".");
    }
  }

  @Test
  void prefixesAreStudentsAttemptsUpToTheirError() {
    for (Trajectory trajectory : run(new RuleTeacher(), problems()).trajectories()) {
      if (trajectory.source() == ErrorSource.STUDENT) {
        int i = Integer.parseInt(trajectory.problemId().substring(1));
        int step = 1 + (trajectory.number() == 0 ? i : i + 1) % 3;
        int off = trajectory.number() == 0 ? 5 : -4;

        assertThat(trajectory.errorStep()).isEqualTo(step);
        assertThat(trajectory.prefix())
            .isEqualTo(String.join(" ", WordProblem.number(i).steps(step, off).subList(0, step)));
      }
    }
  }

  @Test
  void orderOfProblemsDoesNotMatter() {
    List<MathProblem> reversed = new ArrayList<>(problems());
    Collections.reverse(reversed);

    LemmaResult result = run(new RuleTeacher(), problems());

    assertThat(run(new RuleTeacher(), reversed)).isEqualTo(result);
    assertThat(result.trajectories()).extracting(Trajectory::problemId).isSorted();
    assertThat(result.trajectories()).extracting(Trajectory::id).doesNotHaveDuplicates();
  }

  @Test
  void aProblemsTrajectoriesDependOnOthersByTheDistributionOnly() {
    LemmaSettings students = settings().withInjections(0);

    List<Trajectory> together =
        new Lemma(new RuleTeacher(), students).run(problems()).trajectories();
    List<Trajectory> alone = new ArrayList<>();
    for (MathProblem problem : problems()) {
      alone.addAll(new Lemma(new RuleTeacher(), students).run(List.of(problem)).trajectories());
    }

    assertThat(alone).isEqualTo(together).hasSize(4 * PROBLEMS);
  }

  @Test
  void bothFormsOfAnswersLeadToTheSameTexts() {
    LemmaResult json = run(new RuleTeacher(), problems());
    LemmaResult text =
        new Lemma(new RuleTeacher(), settings().withForm(AnswerForm.TEXT)).run(problems());

    assertThat(text.trajectories())
        .extracting(Trajectory::id, Trajectory::text, Trajectory::errorStep)
        .isEqualTo(
            json.trajectories().stream().map(t -> tuple(t.id(), t.text(), t.errorStep())).toList());
  }

  @Test
  void asksForASchemaWhereTheTeacherChoosesAndTheServerKnowsSchemas() {
    RuleTeacher json = new RuleTeacher();
    RuleTeacher text = new RuleTeacher();
    run(json, problems());
    new Lemma(text, settings().withForm(AnswerForm.TEXT)).run(problems());

    assertThat(json.asked())
        .allMatch(
            request ->
                request.schema().isPresent()
                    == (request.id().endsWith("/classify") || request.id().endsWith("/locate")));
    assertThat(text.asked()).hasSameSizeAs(json.asked());
    assertThat(text.asked()).allMatch(request -> request.schema().isEmpty());
  }

  @Test
  void lineageNamesTheAnswersInTheCache(@TempDir Path folder) {
    AnswerCache cache = new AnswerCache(folder);
    AnswerReader reader = new AnswerReader(PriceList.NONE);
    LemmaResult first;
    LemmaResult second;
    try (Teacher teacher = new CachedTeacher(new RuleTeacher(), cache, reader)) {
      first = run(teacher, problems().subList(0, 2));
    }
    try (Teacher replay = CachedTeacher.replay(cache, reader)) {
      second = run(replay, problems().subList(0, 2));
    }

    assertThat(second).isEqualTo(first);
    assertThat(first.trajectories()).hasSize(16);
    for (Trajectory trajectory : first.trajectories()) {
      LemmaStage origin =
          trajectory.source() == ErrorSource.STUDENT ? LemmaStage.CLASSIFY : LemmaStage.INJECT;
      LemmaStage revision =
          trajectory.strategy() == Strategy.FIX_AND_CONTINUE
              ? LemmaStage.FIX_AND_CONTINUE
              : LemmaStage.FRESH_AND_RESTART;
      assertThat(trajectory.exchanges())
          .extracting(Exchange::stage)
          .containsExactly(origin, LemmaStage.LOCATE, revision, LemmaStage.SMOOTH);
      assertThat(trajectory.exchanges())
          .allSatisfy(
              exchange ->
                  assertThat(cache.get(exchange.requestKey()).orElseThrow())
                      .contains(exchange.answer().replace("\"", "\\\"").replace("\n", "\\n")));
      assertThat(trajectory.exchanges().get(3).answer()).isEqualTo(trajectory.text());
    }
  }

  @Test
  void whatTheTeacherDoesNotAnswerIsRejectedByItsFailure(@TempDir Path folder) {
    LemmaResult result;
    try (Teacher replay =
        CachedTeacher.replay(new AnswerCache(folder), new AnswerReader(PriceList.NONE))) {
      result = run(replay, problems());
    }

    assertThat(result.trajectories()).isEmpty();
    // Two attempts to classify and two errors to plant in each problem, and the right attempt.
    assertThat(
            result.rejections().stream()
                .collect(
                    Collectors.groupingBy(
                        rejection -> rejection.stage().label() + " " + rejection.reason(),
                        Collectors.counting())))
        .isEqualTo(
            Map.of(
                "classify not_in_cache", 2L * PROBLEMS,
                "inject not_in_cache", 2L * PROBLEMS,
                "compare answer_right", 1L * PROBLEMS));
  }

  @Test
  void plantsErrorsOnlyWhereAStudentWasWrong() {
    WordProblem problem = WordProblem.number(1);
    RuleTeacher teacher = new RuleTeacher();

    LemmaResult result =
        run(
            teacher,
            List.of(
                problem.problem("none", List.of()),
                problem.problem("right", List.of(problem.solution()))));

    assertThat(teacher.asked()).isEmpty();
    assertThat(result.trajectories()).isEmpty();
    assertThat(result.rejections())
        .extracting(Rejection::candidateId)
        .containsExactly("right/student-0");
  }

  @Test
  void saysWhyAnAttemptOrAProblemCannotBeUsed() {
    WordProblem problem = WordProblem.number(1);
    String wrong = problem.attempt(2, 1);
    List<MathProblem> problems =
        List.of(
            problem.problem("a", List.of("I give up", wrong, wrong)),
            new MathProblem("b", problem.question(), "No idea.", List.of(wrong)));

    List<Rejection> rejections =
        new Lemma(new RuleTeacher(), settings()).run(problems).rejections();

    assertThat(rejections)
        .extracting(rejection -> rejection.candidateId() + " " + rejection.reason())
        .containsExactly(
            "a/student-0 no_answer", "a/student-2 duplicate_attempt", "b no_known_answer");
  }

  @Test
  void aRightAttemptIsTheReferenceForStartingAfresh() {
    WordProblem problem = WordProblem.number(3);
    String right = "Bags first, then the rest. The answer is " + problem.answer() + ".";
    RuleTeacher teacher = new RuleTeacher();

    run(teacher, List.of(problem.problem("p", List.of(problem.attempt(1, 1), right))));

    for (TeacherRequest request : teacher.asked()) {
      String prompt = request.messages().get(0).content();
      if (request.id().endsWith("/fresh_and_restart")) {
        assertThat(RuleTeacher.tag(prompt, "known_solution")).isEqualTo(right);
      } else if (request.id().endsWith("/fix_and_continue")) {
        assertThat(RuleTeacher.tag(prompt, "known_solution")).isEqualTo(problem.solution());
      }
    }
  }

  @Test
  void errorsOfOneTypeAreAskedForAsDifferentSamples() {
    RuleTeacher teacher = new RuleTeacher();

    LemmaResult result =
        new Lemma(teacher, settings().withInjections(8)).run(problems().subList(0, 1));

    List<TeacherRequest> planted =
        teacher.asked().stream().filter(request -> request.id().endsWith("/inject")).toList();
    assertThat(planted).hasSize(8);
    // Eight draws of six types repeat one; type and sample together never do.
    assertThat(planted)
        .extracting(request -> request.messages().get(0).content() + request.sample())
        .doesNotHaveDuplicates();
    assertThat(planted).anyMatch(request -> request.sample() > 0);
    // The step that is missing is planted as the student's own error, off by 5 in step 1.
    assertThat(result.rejections())
        .extracting(Rejection::reason)
        .containsExactly("answer_right", "duplicate_attempt");
    assertThat(result.trajectories()).hasSize(2 * (2 + 8 - 1));
  }

  @Test
  void refusesTwoProblemsOfOneId() {
    MathProblem problem = problems().get(0);

    assertThatThrownBy(() -> run(new RuleTeacher(), List.of(problem, problem)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p00");
  }
}
