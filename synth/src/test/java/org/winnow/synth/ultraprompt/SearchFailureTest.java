package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TokenUsage;

/** What a failure costs: a sample, a principle, a tree, or nothing but time. */
class SearchFailureTest {
  private static final SearchSettings SETTINGS = SearchSettings.standard(5);
  private static final Reward BY_LENGTH =
      new RuleModels.ByNumber(request -> new RewardResult.Value(request.response().length()));

  private static SearchModels models(
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

  private static SearchTree searched(SearchModels models) {
    SearchTree tree = RuleModels.tree("s", SETTINGS);
    return new UltraPrompt(models).run(List.of(tree), 1, heard -> {}).trees().get(0);
  }

  /** Every rewrite that is refused leaves the instruction as it is. */
  private static String withoutRewrites(Predicate<String> refused) {
    return TreeJson.write(
        searched(
            models(
                request -> {
                  String text = RuleModels.appended(request);
                  return RuleModels.said(
                      request, refused.test(text) ? RuleModels.instruction(request) : text);
                },
                SearchFailureTest::respond,
                BY_LENGTH)));
  }

  private static boolean endsInB(String text) {
    return text.endsWith("B");
  }

  /** The instruction that a response by rule belongs to. */
  private static String instruction(String response) {
    return response.substring(0, response.lastIndexOf('#'));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAUTHORIZED", "NOT_FOUND", "QUOTA_EXHAUSTED", "BUDGET_SPENT"})
  void whatEveryTreeWillMeetIsMetByThoseAtWorkOnly(FailureKind kind) {
    List<SearchTree> trees = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      trees.add(RuleModels.tree("t" + i, SETTINGS));
    }
    trees.add(searched(RuleModels.of((raw, response) -> 0)));
    List<String> asked = new ArrayList<>();
    List<SearchTree> heard = new ArrayList<>();
    SearchModels models =
        models(
            SearchFailureTest::rewrite,
            request -> {
              asked.add(request.id() + " " + request.sample());
              return failure(kind);
            },
            BY_LENGTH);

    SearchRun run = new UltraPrompt(models).run(trees, 7, heard::add);

    assertThat(asked).hasSize(7 * 3).doesNotHaveDuplicates();
    assertThat(heard).hasSize(7);
    assertThat(run.trees()).isEqualTo(trees);
    assertThat(run.paused()).hasSize(10_000).doesNotContainKey("s").containsKey("t9999");
    assertThat(run.paused().values()).extracting(StepFailure::reason).containsOnly(kind.label());
  }

  @Test
  void anAnswerThatIsNotKnownConcernsItsTreeOnly() {
    List<SearchTree> trees = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      trees.add(RuleModels.tree("t" + i, SETTINGS));
    }
    SearchModels models =
        models(
            SearchFailureTest::rewrite,
            request ->
                request.id().startsWith("t1 ")
                    ? failure(FailureKind.NOT_IN_CACHE)
                    : respond(request),
            BY_LENGTH);

    SearchRun run = new UltraPrompt(models).run(trees, 2, heard -> {});

    assertThat(run.paused()).containsOnlyKeys("t1");
    assertThat(run.trees()).filteredOn(tree -> tree.end().isPresent()).hasSize(19);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "RATE_LIMITED",
        "SERVER_ERROR",
        "TIMED_OUT",
        "CONNECTION_LOST",
        "MALFORMED_ANSWER",
      })
  void aServerThatIsAwayIsAskedAsOftenAsAllowedInEachRun(FailureKind kind) {
    List<Integer> samples = new ArrayList<>();
    SearchModels models =
        models(
            SearchFailureTest::rewrite,
            request -> {
              samples.add(request.sample());
              return request.sample() == 1 ? failure(kind) : respond(request);
            },
            BY_LENGTH);
    SearchTree tree = RuleModels.tree("s", SETTINGS);

    SearchRun first = new UltraPrompt(models).run(List.of(tree), 1, heard -> {});
    SearchRun second = new UltraPrompt(models).run(first.trees(), 1, heard -> {});

    assertThat(first.paused()).containsOnlyKeys("s");
    assertThat(second.trees()).isEqualTo(first.trees());
    assertThat(samples).containsExactly(0, 1, 2, 1, 1, 1, 1, 1, 1, 1);
    SearchModels well = models(SearchFailureTest::rewrite, SearchFailureTest::respond, BY_LENGTH);
    SearchTree whole = new UltraPrompt(well).run(second.trees(), 1, heard -> {}).trees().get(0);
    assertThat(TreeJson.write(whole)).isEqualTo(TreeJson.write(searched(well)));
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTEXT_TOO_LONG", "ANSWER_CUT_OFF", "CONTENT_FILTERED", "EMPTY_ANSWER"})
  void aRewriteThatCannotBeRespondedToIsAsARepeat(FailureKind kind) {
    List<Integer> samples = new ArrayList<>();
    SearchTree tree =
        searched(
            models(
                SearchFailureTest::rewrite,
                request -> {
                  TeacherResult said = respond(request);
                  if (!endsInB(instruction(RuleModels.echo(request)))) {
                    return said;
                  }
                  samples.add(request.sample());
                  return request.sample() % 3 == 1 ? failure(kind) : said;
                },
                BY_LENGTH));

    assertThat(TreeJson.write(tree)).isEqualTo(withoutRewrites(SearchFailureTest::endsInB));
    assertThat(tree.nodes().get(0).repeats()).containsExactly("b");
    int first = kind == FailureKind.CONTEXT_TOO_LONG ? 3 : 6;
    assertThat(samples.subList(0, first))
        .containsExactlyElementsOf(List.of(0, 1, 2, 4, 7, 10).subList(0, first));
  }

  @ParameterizedTest
  @EnumSource(
      value = StepFailure.Again.class,
      names = {"OTHER_TEXT", "OTHER_SAMPLE"})
  void aRewriteWhoseResponsesCannotBeScoredIsAsARepeat(StepFailure.Again again) {
    SearchTree tree =
        searched(
            models(
                SearchFailureTest::rewrite,
                SearchFailureTest::respond,
                new RuleModels.ByNumber(
                    request ->
                        endsInB(instruction(request.response()))
                            ? new StepFailure("made_up", "made up", again)
                            : new RewardResult.Value(request.response().length()))));

    assertThat(TreeJson.write(tree)).isEqualTo(withoutRewrites(SearchFailureTest::endsInB));
  }

  @Test
  void aTextThatIsTooLongForTheTeacherIsAsARepeat() {
    Predicate<String> isLong = text -> text.length() > "Name a river.AB".length();
    SearchTree tree =
        searched(
            models(
                request ->
                    isLong.test(RuleModels.appended(request))
                        ? failure(FailureKind.CONTEXT_TOO_LONG)
                        : rewrite(request),
                SearchFailureTest::respond,
                BY_LENGTH));

    assertThat(TreeJson.write(tree)).isEqualTo(withoutRewrites(isLong));
    assertThat(tree.iterations()).isEqualTo(20);
    assertThat(tree.nodes())
        .filteredOn(node -> node.repeats().size() == 3)
        .extracting(node -> tree.path(node).size())
        .isNotEmpty()
        .containsOnly(2);
  }

  @Test
  void anotherResponseTakesThePlaceOfOneThatCannotBeScored() {
    List<String> scored = new ArrayList<>();
    SearchModels models =
        models(
            SearchFailureTest::rewrite,
            SearchFailureTest::respond,
            new RuleModels.ByNumber(
                request -> {
                  String response = request.response();
                  scored.add(response.substring(response.lastIndexOf('#')));
                  return response.endsWith("#1") || response.endsWith("#4")
                      ? new StepFailure("too_long", "made up", StepFailure.Again.OTHER_TEXT)
                      : new RewardResult.Value(response.length());
                }));
    SearchTree start = RuleModels.tree("s", SETTINGS);
    List<SearchTree> states = new ArrayList<>();

    SearchTree whole = new UltraPrompt(models).run(List.of(start), 1, states::add).trees().get(0);

    assertThat(whole.end()).map(TreeEnd::kind).contains(TreeEnd.Kind.DONE);
    assertThat(whole.nodes().get(0).responses())
        .containsExactly("Name a river.#0", "Name a river.#7", "Name a river.#2");
    // Those that have their rewards are not judged again.
    assertThat(scored.subList(0, 5)).containsExactly("#0", "#1", "#2", "#4", "#7");
    for (SearchTree state : states.subList(0, 8)) {
      SearchTree resumed = TreeJson.read(TreeJson.write(state), "state");
      assertThat(new UltraPrompt(models).run(List.of(resumed), 1, heard -> {}).trees())
          .containsExactly(whole);
    }
  }

  @Test
  void aRawInstructionWhoseResponsesCannotBeScoredEndsItsTree() {
    List<Integer> samples = new ArrayList<>();
    SearchTree tree =
        searched(
            models(
                SearchFailureTest::rewrite,
                request -> {
                  samples.add(request.sample());
                  return respond(request);
                },
                new RuleModels.ByNumber(
                    request ->
                        new StepFailure("too_long", "made up", StepFailure.Again.OTHER_TEXT))));

    assertThat(samples).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(tree.end()).contains(new TreeEnd(TreeEnd.Kind.REWARD_FAILED, "too_long", "made up"));
  }

  @Test
  void aRawInstructionThatIsTooLongEndsItsTree() {
    SearchTree tree =
        searched(
            models(
                SearchFailureTest::rewrite,
                request -> failure(FailureKind.CONTEXT_TOO_LONG),
                BY_LENGTH));

    assertThat(tree.end())
        .contains(new TreeEnd(TreeEnd.Kind.RESPONSE_FAILED, "context_too_long", "made up"));
  }
}
