package org.winnow.synth.optmath.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.synth.optmath.ScriptedTeacher;
import org.winnow.synth.optmath.SmallInstances;
import org.winnow.synth.optmath.pair.Exchange;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.teacher.RequestKey;
import org.winnow.synth.teacher.TeacherRequest;

class BackTranslationTest {
  private static final String GOOD =
      "A potter makes at most 5 cups, for 4 dollars each, and at most 5 plates, for 3 dollars each."
          + " A cup takes 2 hours, a plate 3, and there are 6 hours.";
  private static final String LACKS_SIX = GOOD.replace("6 hours", "few hours");
  private static final String COMPLETE = "{\"issues\": [], \"complete\": true}";
  private static final String UNCLEAR = "{\"issues\": [\"Say whose hours.\"], \"complete\": false}";

  /** Answers by the step that a request is for. */
  private static ScriptedTeacher teacher(String first, String verdict, String refined) {
    return new ScriptedTeacher(
        request -> {
          if (request.id().contains("/generate")) {
            return first;
          }
          return request.id().contains("/criticise") ? verdict : refined;
        });
  }

  private static Made<String> one(ScriptedTeacher teacher, int rounds) {
    return write(teacher, rounds, List.of(SmallInstances.instance("i"))).get(0);
  }

  private static List<Made<String>> write(
      ScriptedTeacher teacher, int rounds, List<ProblemInstance> instances) {
    return new BackTranslation(teacher.asking(), rounds, 7).write(instances);
  }

  private static String reason(Made<String> made) {
    return made.flaw().map(Flaw::reason).orElse("none");
  }

  @Test
  void stopsWhenTheTextIsComplete() {
    ScriptedTeacher teacher = teacher("\n" + GOOD + "\n", COMPLETE, "not asked for");

    Made<String> made = one(teacher, 3);

    assertThat(made.value()).contains(GOOD);
    assertThat(teacher.ids()).containsExactly("knapsack/i/generate", "knapsack/i/criticise/1");
    assertThat(made.exchanges())
        .containsExactly(
            new Exchange("generate", RequestKey.of(teacher.asked.get(0)), "\n" + GOOD + "\n"),
            new Exchange("criticise", RequestKey.of(teacher.asked.get(1)), COMPLETE));
  }

  @Test
  void refinesWhatTheCriticFinds() {
    ScriptedTeacher teacher = teacher(GOOD, UNCLEAR, GOOD + " They are the potter's.");

    assertThat(one(teacher, 1).value()).contains(GOOD + " They are the potter's.");

    String refinement = ScriptedTeacher.prompt(teacher.asked.get(2));
    assertThat(refinement).contains("- Say whose hours.\n").contains(GOOD).contains("secret_row");
  }

  /** As many rounds as wanted, and no more, if the critic is never content. */
  @Test
  void roundsAreBounded() {
    ScriptedTeacher teacher = teacher(GOOD, UNCLEAR, GOOD);

    one(teacher, 3);
    assertThat(teacher.asked).hasSize(1 + 2 * 3);

    ScriptedTeacher none = teacher(GOOD, "not asked for", "not asked for");
    assertThat(one(none, 0).value()).contains(GOOD);
    assertThat(none.asked).hasSize(1);
  }

  @Test
  void missingNumbersAreRefinedWhateverTheCriticSays() {
    ScriptedTeacher teacher = teacher(LACKS_SIX, COMPLETE, GOOD);

    assertThat(one(teacher, 1).value()).contains(GOOD);
    assertThat(ScriptedTeacher.prompt(teacher.asked.get(2)))
        .contains("<issues>\n- The number 6 is not in the text, in figures.\n</issues>");
  }

  @Test
  void missingNumbersInTheLastTextAreAFlaw() {
    Made<String> made = one(teacher(GOOD, UNCLEAR, LACKS_SIX), 1);

    assertThat(made.flaw())
        .contains(new Flaw("number_not_said", "expected all numbers of the model, missing 1: 6"));
    assertThat(reason(one(teacher(LACKS_SIX, "", ""), 0))).isEqualTo("number_not_said");
  }

  /** The published tool looks for "complete" in words. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Incomplete Instance",
        "incomplete",
        "Complete Instance",
        "complete",
        "\"complete\"",
        "{\"complete\": true}",
        "{\"issues\": [], \"complete\": \"incomplete\"}",
        "{\"issues\": [], \"complete\": \"true\"}",
        "{\"issues\": [], \"complete\": false}",
        "{\"issues\": [\"x\"], \"complete\": true}",
        "{\"issues\": [\"x\"], \"complete\": true, \"complete\": false}",
        "{\"issues\": [], \"complete\": true} Incomplete"
      })
  void whatIsNoVerdictIsNeverTakenForOne(String answer) {
    ScriptedTeacher teacher = teacher(GOOD, answer, GOOD);

    assertThat(reason(one(teacher, 1))).isEqualTo("unreadable_verdict");
    assertThat(teacher.asked).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Incomplete Instance", "Complete Instance", "complete", "incomplete"})
  void wordsInIssuesDecideNothing(String issue) {
    ScriptedTeacher teacher =
        teacher(GOOD, "{\"issues\": [\"" + issue + "\"], \"complete\": false}", GOOD + " Refined.");

    assertThat(one(teacher, 1).value()).contains(GOOD + " Refined.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generate", "criticise", "refine"})
  void aFailedRequestIsAFlawAtEveryStep(String step) {
    ScriptedTeacher teacher =
        new ScriptedTeacher(
            request -> {
              if (request.id().contains("/" + step)) {
                return "FAIL";
              }
              return request.id().contains("/criticise") ? UNCLEAR : GOOD;
            });

    Made<String> made = one(teacher, 1);

    assertThat(made.flaw()).contains(new Flaw("timed_out", step + ": expected an answer in time"));
    assertThat(made.exchanges()).hasSize(teacher.asked.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\nSubject To\n 2 cups + 3 plates < 6",
        " Maximise \\sum_i v_i x_i.",
        " Keep 2 a + 3 b <= 6.",
        " Keep 2 a + 3 b = 6.",
        " Hours \u2264 6."
      })
  void formulasAreAFlaw(String formula) {
    assertThat(reason(one(teacher(GOOD + formula, COMPLETE, ""), 1))).isEqualTo("shows_formula");
  }

  @Test
  void hostileTextsAreFlawsOrData() {
    assertThat(reason(one(teacher(GOOD + "x".repeat(200_000), COMPLETE, ""), 1)))
        .isEqualTo("too_long");
    assertThat(reason(one(teacher(GOOD + "\ud83d", COMPLETE, ""), 1))).isEqualTo("invalid_unicode");
    String template = GOOD + " {{ lp }} {% for i in x %}";
    ScriptedTeacher teacher = teacher(template, COMPLETE, "");
    assertThat(one(teacher, 1).value()).contains(template);
    assertThat(ScriptedTeacher.prompt(teacher.asked.get(1))).contains(template);
  }

  /** The result of each is the same alone, together and in the other order. */
  @Test
  void noInstanceDependsOnTheOthers() {
    Function<TeacherRequest, String> rule =
        request -> {
          int bits = ScriptedTeacher.prompt(request).hashCode() + request.id().hashCode();
          if (Math.floorMod(bits, 7) == 0) {
            return "FAIL";
          }
          if (request.id().contains("/criticise")) {
            return bits % 2 == 0 ? COMPLETE : UNCLEAR;
          }
          return (bits % 3 == 0 ? LACKS_SIX : GOOD) + " " + Integer.toHexString(bits);
        };
    List<ProblemInstance> instances =
        IntStream.range(0, 40).mapToObj(i -> SmallInstances.instance("i" + i)).toList();
    List<Made<String>> together = write(new ScriptedTeacher(rule), 2, instances);
    List<Made<String>> alone = new ArrayList<>();
    for (int i = instances.size() - 1; i >= 0; i--) {
      alone.addAll(0, write(new ScriptedTeacher(rule), 2, List.of(instances.get(i))));
    }

    assertThat(together).isEqualTo(alone);
    assertThat(together.stream().map(BackTranslationTest::reason))
        .contains("none", "timed_out", "number_not_said");
  }

  @Test
  void domainsAreDrawnForEachInstance() {
    ScriptedTeacher teacher = teacher(GOOD, COMPLETE, "");
    write(
        teacher,
        0,
        IntStream.range(0, 200).mapToObj(i -> SmallInstances.instance("i" + i)).toList());

    Set<String> domains = new TreeSet<>();
    for (TeacherRequest request : teacher.asked) {
      domains.add(
          ScriptedTeacher.prompt(request).replaceAll("(?s).*from this domain: ([^.]*)\\..*", "$1"));
    }
    // 200 draws of 16 miss one of them once in 25,000 seeds.
    assertThat(domains).hasSize(16).contains("sports", "supply chains");
  }

  @Test
  void refusesRoundsBelowZero() {
    assertThatThrownBy(() -> new BackTranslation(teacher("", "", "").asking(), -1, 0))
        .hasMessage("rounds must be >= 0, got -1");
  }
}
