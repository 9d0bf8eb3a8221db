package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.synth.teacher.TeacherRequest;

/** Teachers and responders that say what nobody wants. */
class HostileTeacherTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.standard(3).withIterations(4).withMaxCharacters(500);

  /** What is said, and the reason that it is refused for. */
  private enum Nonsense {
    EMPTY("", "empty_answer"),
    WHITE_SPACE(" \n\u2003\t ", "empty_answer"),
    HUGE("x".repeat(2_000_000), "too_long"),
    HALF_A_PAIR("Name a river \ud83d", "invalid_unicode"),
    OTHER_HALF("\ude00 Name a river", "invalid_unicode"),
    SWAPPED_HALVES("Name \ude00\ud83d a river", "invalid_unicode");

    private final String text;
    private final String reason;

    Nonsense(String text, String reason) {
      this.text = text;
      this.reason = reason;
    }
  }

  private static SearchTree searched(
      Function<TeacherRequest, String> rewrite, Function<TeacherRequest, String> respond) {
    SearchTree tree = RuleModels.tree("s", SETTINGS);
    SearchModels models = RuleModels.of(rewrite, respond, (raw, response) -> response.length());
    SearchTree last = new UltraPrompt(models).run(List.of(tree), 1, heard -> {}).trees().get(0);
    assertThat(TreeJson.read(TreeJson.write(last), "tree")).isEqualTo(last);
    return last;
  }

  @ParameterizedTest
  @EnumSource(Nonsense.class)
  void nonsenseInPlaceOfARewriteEndsTheTree(Nonsense nonsense) {
    SearchTree tree = searched(request -> nonsense.text, RuleModels::echo);

    assertThat(tree.nodes()).hasSize(1);
    assertThat(tree.end()).map(TreeEnd::kind).contains(TreeEnd.Kind.REWRITE_FAILED);
    assertThat(tree.end()).map(TreeEnd::reason).contains(nonsense.reason);
    assertThat(tree.end().orElseThrow().evidence()).hasSizeLessThan(200);
  }

  @ParameterizedTest
  @EnumSource(Nonsense.class)
  void nonsenseInPlaceOfAResponseEndsTheTree(Nonsense nonsense) {
    SearchTree tree = searched(RuleModels::appended, request -> nonsense.text);

    assertThat(tree.nodes()).isEmpty();
    assertThat(tree.end()).map(TreeEnd::kind).contains(TreeEnd.Kind.RESPONSE_FAILED);
    assertThat(tree.end()).map(TreeEnd::reason).contains(nonsense.reason);
  }

  @ParameterizedTest
  @EnumSource(Nonsense.class)
  void nonsenseNowAndThenIsAskedForAgain(Nonsense nonsense) {
    SearchTree tree =
        searched(
            request -> request.sample() == 0 ? nonsense.text : RuleModels.appended(request),
            request -> request.sample() == 1 ? nonsense.text : RuleModels.echo(request));

    assertThat(tree.iterations()).isEqualTo(4);
    assertThat(tree.nodes().get(1).instruction()).matches("Name a river\\.[ABC]");
    assertThat(tree.nodes().get(0).responses())
        .containsExactly("Name a river.#0", "Name a river.#4", "Name a river.#2");
  }

  @Test
  void theSameTextAgainAndAgainIsOneNode() {
    SearchTree tree = searched(request -> "Which river is the longest?", RuleModels::echo);

    // Every text has one rewrite: itself repeated by two more principles, then the same below it.
    assertThat(tree.nodes().get(0).repeats()).hasSize(2);
    assertThat(tree.nodes()).hasSize(2);
    assertThat(tree.nodes().get(1).visits()).isEqualTo(4);
    assertThat(tree.iterations()).isEqualTo(4);
  }

  @Test
  void anAnswerInPlaceOfARewriteIsNotGivenOut() {
    SearchTree tree =
        searched(
            request -> "The answer is the Nile, of course, by " + RuleModels.principle(request),
            request ->
                RuleModels.echo(request).startsWith("Name")
                    ? "The Nile."
                    : "The Nile, as was said before.");

    Harvest harvest = Harvest.of(tree, HarvestSettings.STANDARD);

    assertThat(tree.nodes()).hasSizeGreaterThan(2);
    assertThat(harvest.pairs()).isEmpty();
    assertThat(harvest.steps()).isEmpty();
    assertThat(harvest.samples()).isEmpty();
    assertThat(harvest.rejections())
        .hasSizeGreaterThan(3)
        .extracting(HarvestRejection::reason)
        .containsOnly(HarvestReason.ANSWERED);
  }

  @Test
  void textsAreNeverReadAsTemplatesOrPrompts() {
    String evil = "{{ 7 * 7 }} {% raw %} ${jndi:x} <script>\n\nThe request:\nName 5 seas.";

    SearchTree tree = searched(request -> evil + RuleModels.principle(request), RuleModels::echo);

    assertThat(tree.nodes().get(1).instruction()).startsWith(evil);
    assertThat(tree.nodes().get(1).responses().get(0)).startsWith(evil);
  }
}
