package org.winnow.synth.llm2llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.synth.llm2llm.Llm2Llm.End;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TeacherUnavailableException;
import org.winnow.synth.teacher.TokenUsage;

class Llm2LlmTest {
  private static final BiFunction<TeacherRequest, String, String> BY_RULE = (request, text) -> text;

  /** The one that learns from every item: gets a seed right once two items like it are learned. */
  private static final class CountingStudents implements Students {
    final List<List<Item>> learned = new ArrayList<>();

    @Override
    public Student of(int round, List<Item> items) {
      learned.add(items);
      return new Student() {
        @Override
        public Answers answer(Map<String, List<Message>> questions) {
          Map<String, String> answers = new LinkedHashMap<>();
          questions.forEach(
              (id, messages) -> {
                String question = messages.get(0).content();
                long like =
                    items.stream().filter(item -> item.question().startsWith(id + "x")).count();
                boolean knows = id.startsWith("easy") || like >= 2;
                answers.put(id, knows ? RuleTeacher.solve(question) : "It is -1.");
              });
          return new Answers(answers, Map.of("answer_cut_off", 1));
        }

        @Override
        public Map<String, Integer> notLearned() {
          return Map.of("too_long", round);
        }

        @Override
        public void close() {
          // holds nothing
        }
      };
    }
  }

  @Test
  void roundsGrowTheDataWhereTheStudentIsWeak() {
    RuleTeacher teacher = new RuleTeacher(BY_RULE);
    CountingStudents students = new CountingStudents();

    Llm2Llm.Result result = run(teacher, students, options(5, 1, 3));

    // Round 1 and 2 bring one item for each hard seed; in round 3 all seeds are right.
    assertThat(result.end()).isEqualTo(End.NO_WRONG_SEEDS);
    assertThat(result.rounds())
        .containsExactly(report(1, 3, 2, 2), report(2, 5, 2, 2), report(3, 7, 0, 0));
    assertThat(result.items())
        .extracting(SyntheticItem::seedId)
        .containsExactly("hard1", "hard2", "hard1", "hard2");
    assertThat(result.items()).extracting(SyntheticItem::round).containsExactly(1, 1, 2, 2);
    assertThat(result.items()).allSatisfy(item -> assertThat(verified(item.item())).isTrue());
    assertThat(result.rejected()).isEmpty();
    // A student learns the seeds and everything that was made before its round, nothing else.
    assertThat(students.learned.get(2)).hasSize(7).doesNotHaveDuplicates();
    assertThat(students.learned.get(2).subList(0, 3)).isEqualTo(students.learned.get(0));
    // Only wrong seeds were shown to the teacher.
    assertThat(teacher.asked).noneMatch(request -> request.id().startsWith("easy"));
    assertThat(teacher.asked).noneMatch(request -> request.toString().contains("Held1"));
  }

  /** One of the questions is cut off. */
  private static RoundReport report(int round, int trainedOn, int wrong, int accepted) {
    return new RoundReport(
        round,
        trainedOn,
        Map.of("too_long", round),
        wrong,
        Map.of("answer_cut_off", 1),
        accepted,
        Map.of(),
        OptionalDouble.of(0));
  }

  @Test
  void theOrderOfSeedsMakesNoDifference() {
    List<Item> seeds = seeds();
    Llm2Llm.Result one = run(new RuleTeacher(BY_RULE), new CountingStudents(), options(3, 2, 3));
    Collections.reverse(seeds);
    Llm2Llm.Result other =
        new Llm2Llm(
                new MathsTask(), new RuleTeacher(BY_RULE), new CountingStudents(), options(3, 2, 3))
            .run(seeds, heldOut());

    assertThat(other).isEqualTo(one);
  }

  @Test
  void attemptsAreBoundedAndEveryRefusalHasAReason() {
    // Whatever is asked for, the teacher repeats the seed.
    RuleTeacher stubborn =
        new RuleTeacher(
            (request, text) ->
                RuleTeacher.writesItems(request)
                    ? "1. Question: "
                        + RuleTeacher.question("Hard1", 1, "hats", 2)
                        + "\nAnswer: "
                        + RuleTeacher.solution(1, 2)
                    : text);

    Llm2Llm.Result result = run(stubborn, new CountingStudents(), options(1, 1, 4));

    assertThat(result.items()).isEmpty();
    assertThat(stubborn.asked).hasSize(8);
    // Each request has a seed of its own, so that a server may answer it anew.
    assertThat(stubborn.asked.stream().map(request -> request.parameters().seed()))
        .doesNotHaveDuplicates();
    assertThat(result.rejected())
        .hasSize(8)
        .allSatisfy(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo("not_new");
              assertThat(rejected.evidence()).isEqualTo("too like seed hard1");
            });
    assertThat(result.rounds().get(0).rejected()).containsExactly(Map.entry("not_new", 8));
    assertThat(result.end()).isEqualTo(End.ROUNDS);
  }

  @Test
  void wrongAnswersDoNotEnter() {
    // Its solutions of seeds of "hard1" are wrong by calculation, of "hard2" wrong otherwise.
    RuleTeacher careless =
        new RuleTeacher(
            (request, text) -> {
              if (!RuleTeacher.writesItems(request)) {
                return text;
              }
              return request.id().equals("hard1")
                  ? text.replaceAll("=(\\d+)>>", "=1$1>>")
                  : text.replaceAll("<<[^>]*>>", "").replaceAll("#### (\\d+)", "#### 9$1");
            });

    Llm2Llm.Result result = run(careless, new CountingStudents(), options(1, 1, 1));

    assertThat(result.items()).isEmpty();
    assertThat(result.rejected())
        .extracting(RejectedItem::reason)
        .containsExactly("wrong_calculation", "answers_disagree");
    assertThat(result.rejected().get(1).evidence()).startsWith("asked again, the teacher says: ");
  }

  @Test
  void itemsOfOneTextAreReadOneByOne() {
    RuleTeacher teacher =
        new RuleTeacher(
            (request, text) ->
                RuleTeacher.writesItems(request)
                    ? text
                        + "2. Question: nothing follows\n"
                        + "3. Question: "
                        + RuleTeacher.question("Zoe", 700, "zebras", 1)
                        + "\nAnswer: 701\n"
                    : text);

    Llm2Llm.Result result = run(teacher, new CountingStudents(), options(1, 1, 1));

    assertThat(result.items()).hasSize(2);
    assertThat(result.rejected())
        .extracting(RejectedItem::reason)
        .containsExactly("item_form", "answer_form", "item_form", "answer_form");
  }

  @Test
  void heldOutQuestionsAreNotLearned() {
    RuleTeacher leaking =
        new RuleTeacher(
            (request, text) ->
                RuleTeacher.writesItems(request)
                    ? "1. Question: "
                        + heldOut().get(0).question()
                        + "\nAnswer: "
                        + heldOut().get(0).answer()
                    : text);

    Llm2Llm.Result result = run(leaking, new CountingStudents(), options(1, 1, 1));

    assertThat(result.items()).isEmpty();
    assertThat(result.rejected())
        .extracting(RejectedItem::evidence)
        .containsOnly("too like held-out item held1");
  }

  @Test
  void withoutAGainThereIsNoFurtherRound() {
    Llm2LlmOptions options = options(5, 1, 3);
    Llm2LlmOptions strict =
        new Llm2LlmOptions(5, 1, 3, 10, options.novelty(), true, 0.0, options.parameters());

    Llm2Llm.Result result = run(new RuleTeacher(BY_RULE), new CountingStudents(), strict);

    // The held-out item is wrong in both rounds, so the second one brings no gain.
    assertThat(result.end()).isEqualTo(End.NO_GAIN);
    assertThat(result.rounds()).hasSize(2);
    assertThat(result.items()).hasSize(2);
  }

  @Test
  void aTeacherThatCannotBeAskedEndsTheRun() {
    Teacher locked = failing(FailureKind.UNAUTHORIZED);
    Teacher dead = failing(FailureKind.CONNECTION_LOST);
    Teacher poor = failing(FailureKind.BUDGET_SPENT);

    assertThatThrownBy(() -> run(locked, new CountingStudents(), options(2, 1, 2)))
        .isInstanceOf(TeacherUnavailableException.class)
        .hasMessage("the teacher cannot be asked, unauthorized: as the test wants it");
    assertThatThrownBy(() -> run(dead, new CountingStudents(), options(2, 1, 2)))
        .hasMessage(
            "the teacher cannot be asked, none of 2 requests was answered: as the test wants it");
    assertThat(run(poor, new CountingStudents(), options(2, 1, 2)).end())
        .isEqualTo(End.BUDGET_SPENT);
  }

  private static Teacher failing(FailureKind kind) {
    return new Teacher() {
      @Override
      public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
        TeacherResult failure =
            new TeacherFailure(kind, "as the test wants it", TokenUsage.NONE, 1, "");
        return Collections.nCopies(requests.size(), failure);
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Test
  void halfASurrogatePairIsNoItem() {
    RuleTeacher broken =
        new RuleTeacher(
            (request, text) ->
                RuleTeacher.writesItems(request)
                    ? text.replace("How many", "\ud83d How many")
                    : text);

    Llm2Llm.Result result = run(broken, new CountingStudents(), options(1, 1, 1));

    assertThat(result.items()).isEmpty();
    assertThat(result.rejected()).extracting(RejectedItem::reason).containsOnly("invalid_unicode");
  }

  @Test
  void itemsOfOneIdAreRefused() {
    Llm2Llm procedure =
        new Llm2Llm(
            new MathsTask(), new RuleTeacher(BY_RULE), new CountingStudents(), options(1, 1, 1));

    assertThatThrownBy(() -> procedure.run(seeds(), seeds()))
        .hasMessageStartingWith("two items have the id ");
    assertThatThrownBy(() -> procedure.run(List.of(), List.of()))
        .hasMessage("expected at least one seed, got none");
  }

  private static Llm2Llm.Result run(Teacher teacher, Students students, Llm2LlmOptions options) {
    return new Llm2Llm(new MathsTask(), teacher, students, options).run(seeds(), heldOut());
  }

  private static Llm2LlmOptions options(int rounds, int itemsPerSeed, int attempts) {
    return new Llm2LlmOptions(
        rounds,
        itemsPerSeed,
        attempts,
        10,
        new BigDecimal("0.95"),
        true,
        -1,
        GenerationParameters.of("rule"));
  }

  private static List<Item> seeds() {
    return new ArrayList<>(
        List.of(
            item("hard2", "Hard2", 5, "books", 6),
            item("easy1", "Easy1", 3, "cups", 4),
            item("hard1", "Hard1", 1, "hats", 2)));
  }

  private static List<Item> heldOut() {
    return List.of(item("held1", "Held1", 40, "nuts", 2));
  }

  private static Item item(String id, String who, int first, String thing, int more) {
    return new Item(
        id, RuleTeacher.question(who, first, thing, more), RuleTeacher.solution(first, more));
  }

  /** Solves the problem by itself and looks for the result. */
  private static boolean verified(Item item) {
    Matcher problem = RuleTeacher.PROBLEM.matcher(item.question());
    assertThat(problem.find()).isTrue();
    int sum = Integer.parseInt(problem.group(2)) + Integer.parseInt(problem.group(4));
    return item.answer().endsWith("#### " + sum);
  }
}
