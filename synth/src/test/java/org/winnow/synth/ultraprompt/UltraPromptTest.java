package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TokenUsage;

/** Many trees at once, trees that are cut off, and models that fail. */
class UltraPromptTest {
  private static final SearchSettings SETTINGS = SearchSettings.standard(5);
  private static final SearchModels MODELS =
      RuleModels.of((raw, response) -> (response.hashCode() >>> 8) * 0x1p-24);

  private static List<SearchTree> trees(int count) {
    List<SearchTree> trees = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Of different lengths, so that trees end and begin in the middle of a run.
      trees.add(RuleModels.tree("t" + i, SETTINGS.withIterations(3 + i % 7)));
    }
    return trees;
  }

  private static List<String> json(List<SearchTree> trees) {
    return trees.stream().map(TreeJson::write).toList();
  }

  private static SearchTree run(SearchTree tree, SearchModels models) {
    return new UltraPrompt(models).run(List.of(tree), 1, heard -> {}).trees().get(0);
  }

  private static SearchModels failing(
      Function<TeacherRequest, TeacherResult> rewrite,
      Function<TeacherRequest, TeacherResult> respond,
      Reward reward) {
    return new SearchModels(
        RuleModels.ByText.ofResults(rewrite),
        RuleModels.PARAMETERS,
        RuleModels.ByText.ofResults(respond),
        RuleModels.PARAMETERS,
        reward);
  }

  private static TeacherResult rewrite(TeacherRequest request) {
    return RuleModels.said(request, RuleModels.appended(request));
  }

  private static TeacherResult respond(TeacherRequest request) {
    return RuleModels.said(request, RuleModels.echo(request));
  }

  private static TeacherResult failure(FailureKind kind) {
    return new TeacherFailure(kind, "made up", TokenUsage.NONE, 1, "");
  }

  @Test
  void theSameTreesComeOfAnyNumberAtOnce() {
    List<String> alone = json(new UltraPrompt(MODELS).run(trees(17), 1, heard -> {}).trees());

    for (int together : new int[] {3, 17, 100}) {
      assertThat(json(new UltraPrompt(MODELS).run(trees(17), together, heard -> {}).trees()))
          .isEqualTo(alone);
    }
    List<SearchTree> reversed = trees(17);
    Collections.reverse(reversed);
    List<String> backwards = json(new UltraPrompt(MODELS).run(reversed, 3, heard -> {}).trees());
    assertThat(backwards).containsExactlyInAnyOrderElementsOf(alone);
  }

  @Test
  void asksForAllTreesAtOnce() {
    RuleModels.ByText teacher = RuleModels.ByText.of(RuleModels::appended);
    RuleModels.ByText responder = RuleModels.ByText.of(RuleModels::echo);
    SearchModels models =
        new SearchModels(
            teacher, RuleModels.PARAMETERS, responder, RuleModels.PARAMETERS, MODELS.reward());
    List<SearchTree> trees = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      trees.add(RuleModels.tree("t" + i, SETTINGS));
    }

    new UltraPrompt(models).run(trees, 17, heard -> {});

    assertThat(teacher.batches).hasSize(20).containsOnly(17);
    assertThat(responder.batches).hasSize(21).containsOnly(51);
  }

  @Test
  void goesOnFromEveryStateToTheSameBytes() {
    SearchTree start = RuleModels.tree("s", SETTINGS);
    List<String> states = new ArrayList<>(List.of(TreeJson.write(start)));
    SearchRun whole =
        new UltraPrompt(MODELS).run(List.of(start), 1, heard -> states.add(TreeJson.write(heard)));
    String expected = TreeJson.write(whole.trees().get(0));

    // responses and rewards of the root, then rewrite, responses and rewards 20 times
    assertThat(states).hasSize(1 + 2 + 3 * 20).last().isEqualTo(expected);
    for (String state : states) {
      SearchTree resumed = TreeJson.read(state, "state");
      assertThat(TreeJson.write(resumed)).isEqualTo(state);
      assertThat(TreeJson.write(run(resumed, MODELS))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void aRewriteThatFailsEndsOrPausesItsTreeOnly(FailureKind kind) {
    SearchModels models =
        failing(
            request -> request.id().startsWith("bad") ? failure(kind) : rewrite(request),
            UltraPromptTest::respond,
            MODELS.reward());
    List<SearchTree> trees =
        List.of(RuleModels.tree("bad", SETTINGS), RuleModels.tree("good", SETTINGS));

    SearchRun run = new UltraPrompt(models).run(trees, 2, heard -> {});

    assertThat(TreeJson.write(run.trees().get(1)))
        .isEqualTo(TreeJson.write(run(RuleModels.tree("good", SETTINGS), MODELS)));
    SearchTree bad = run.trees().get(0);
    boolean later =
        List.of(
                FailureKind.UNAUTHORIZED,
                FailureKind.NOT_FOUND,
                FailureKind.QUOTA_EXHAUSTED,
                FailureKind.BUDGET_SPENT,
                FailureKind.NOT_IN_CACHE)
            .contains(kind);
    if (later || kind.retriable()) {
      assertThat(run.paused().keySet()).containsExactly("bad");
      assertThat(TreeJson.write(run(bad, MODELS)))
          .isEqualTo(TreeJson.write(run(RuleModels.tree("bad", SETTINGS), MODELS)));
    } else {
      assertThat(run.paused()).isEmpty();
      assertThat(bad.end())
          .contains(new TreeEnd(TreeEnd.Kind.REWRITE_FAILED, kind.label(), "made up"));
      assertThat(bad.nodes()).hasSize(1);
    }
  }

  @Test
  void asksAgainForTheSameOrForAnotherSample() {
    TreeMap<String, List<Integer>> samples = new TreeMap<>();
    SearchModels models =
        failing(
            UltraPromptTest::rewrite,
            request -> {
              List<Integer> asked = samples.computeIfAbsent(request.id(), id -> new ArrayList<>());
              asked.add(request.sample());
              if (asked.size() == 2) {
                return failure(FailureKind.ANSWER_CUT_OFF);
              }
              return asked.size() == 3 ? failure(FailureKind.TIMED_OUT) : respond(request);
            },
            MODELS.reward());

    SearchTree tree = run(RuleModels.tree("s", SETTINGS.withIterations(0)), models);

    // Of samples 0 to 2 the second was of no use, so 1 + 3 follows; the third one is asked again.
    assertThat(samples.values()).containsExactly(List.of(0, 1, 2, 4, 2));
    assertThat(tree.nodes().get(0).responses())
        .containsExactly("Name a river.#0", "Name a river.#4", "Name a river.#2");
  }

  @Test
  void boundsHowOftenItAsks() {
    List<Integer> samples = new ArrayList<>();
    SearchModels models =
        failing(
            request -> {
              samples.add(request.sample());
              return failure(FailureKind.EMPTY_ANSWER);
            },
            UltraPromptTest::respond,
            MODELS.reward());

    SearchTree tree = run(RuleModels.tree("s", SETTINGS), models);

    assertThat(samples).containsExactly(0, 1, 2, 3);
    assertThat(tree.end()).map(TreeEnd::reason).contains("empty_answer");
  }

  @Test
  void aRewardThatFailsEndsTheTree() {
    Reward reward =
        new RuleModels.ByNumber(
            request -> new StepFailure("too_long", "made up", StepFailure.Again.NEVER));

    SearchTree tree =
        run(
            RuleModels.tree("s", SETTINGS),
            failing(UltraPromptTest::rewrite, UltraPromptTest::respond, reward));

    assertThat(tree.end()).contains(new TreeEnd(TreeEnd.Kind.REWARD_FAILED, "too_long", "made up"));
    assertThat(tree.nodes()).isEmpty();
  }

  @Test
  void treesInOtherStepsAreToldBeforeAModelThatFails() {
    SearchTree ahead = RuleModels.tree("ahead", SETTINGS);
    List<SearchTree> states = new ArrayList<>();
    new UltraPrompt(MODELS).run(List.of(ahead), 1, states::add);
    SearchTree waitsForARewrite = states.get(1);
    List<SearchTree> heard = new ArrayList<>();
    SearchModels models =
        failing(
            UltraPromptTest::rewrite,
            request -> {
              throw new CancellationException("made up");
            },
            MODELS.reward());

    assertThatThrownBy(
            () ->
                new UltraPrompt(models)
                    .run(
                        List.of(RuleModels.tree("fresh", SETTINGS), waitsForARewrite),
                        2,
                        heard::add))
        .isInstanceOf(CancellationException.class);

    assertThat(heard).containsExactly(states.get(2));
  }

  @Test
  void refusesTwoTreesOfOneSeed() {
    assertThatThrownBy(
            () ->
                new UltraPrompt(MODELS)
                    .run(
                        List.of(RuleModels.tree("s", SETTINGS), RuleModels.tree("s", SETTINGS)),
                        1,
                        heard -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("distinct seed ids");
  }
}
