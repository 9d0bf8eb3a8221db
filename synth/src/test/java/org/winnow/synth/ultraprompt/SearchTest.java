package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Seeds;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.TeacherRequest;

/** Trees against a slow twin, and against searches whose result is known. */
class SearchTest {
  private static final SearchSettings SETTINGS = SearchSettings.standard(11);

  /** All states of a tree that is searched, the finished one last. */
  private static List<SearchTree> states(SearchTree tree, SearchModels models) {
    List<SearchTree> states = new ArrayList<>(List.of(tree));
    new UltraPrompt(models).run(List.of(tree), 1, states::add);
    return states;
  }

  private static SearchTree searched(SearchTree tree, SearchModels models) {
    return new UltraPrompt(models).run(List.of(tree), 1, heard -> {}).trees().get(0);
  }

  /** Uniform in [0, 1) by a hash of the text. */
  private static double chance(String text) {
    return (Digests.hex(text.getBytes(StandardCharsets.UTF_8)).hashCode() >>> 8) * 0x1p-24;
  }

  /** Appends the letter, but now and then another one or none. */
  private static String sometimesTheSame(String instruction, String letter) {
    double draw = chance(instruction + "?" + letter);
    return draw < 0.2 ? instruction : instruction + (draw < 0.5 ? "A" : letter);
  }

  @ParameterizedTest
  @EnumSource(Averaging.class)
  void agreesWithTheSlowTwinAfterEveryIteration(Averaging averaging) {
    int repeats = 0;
    int deepest = 0;
    for (int seed = 0; seed < 20; seed++) {
      SearchSettings settings = new SearchSettings(seed, 40, 0.1, averaging, 2, 1, 1000);
      List<SearchTree> states =
          states(
              RuleModels.tree("t" + seed, settings),
              RuleModels.of(
                  request ->
                      sometimesTheSame(
                          RuleModels.instruction(request), RuleModels.principle(request)),
                  RuleModels::echo,
                  (raw, response) -> chance(response)));
      SearchTree last = states.get(states.size() - 1);
      assertThat(last.iterations()).isEqualTo(40);
      repeats += last.nodes().stream().mapToInt(node -> node.repeats().size()).sum();
      for (TreeNode node : last.nodes()) {
        deepest = Math.max(deepest, last.path(node).size());
      }
      compareWithTwin(states, averaging);
    }
    assertThat(repeats).isGreaterThan(50); // so that merging is tested at all
    assertThat(deepest).isGreaterThan(3);
  }

  private static void compareWithTwin(List<SearchTree> states, Averaging averaging) {
    SearchTree last = states.get(states.size() - 1);
    NaiveSearch twin = NaiveSearch.start("Name a river.", reward("Name a river."));
    for (SearchTree state : states) {
      Optional<Draft> opened = state.draft().filter(waiting -> waiting.rewrite().isOpen());
      if (opened.isEmpty()) {
        continue; // in the middle of an iteration
      }
      Draft draft = opened.get();
      assertThat(draft.parent()).isEqualTo(twin.next(3, 0.1, averaging));
      for (TreeNode node : state.nodes()) {
        assertThat(node.visits()).isEqualTo(twin.visits(node.id()));
        assertThat(node.instruction()).isEqualTo(twin.texts().get(node.id()));
        if (node.visits() > 0) {
          assertThat(new Uct(state).value(node))
              .isCloseTo(twin.value(node.id(), averaging), within(1e-12));
        }
      }
      String text = last.nodes().get(draft.parent()).instruction();
      String rewrite = sometimesTheSame(text, draft.action().toUpperCase(Locale.ROOT));
      twin.rewritten(draft.parent(), rewrite, reward(rewrite));
    }
    assertThat(twin.ends()).hasSize(40);
  }

  private static double reward(String instruction) {
    return (chance(instruction + "#0") + chance(instruction + "#1")) / 2;
  }

  @Test
  void findsTheKnownBestPath() {
    // Worth as much as the path has in common with c, a, b; what is beyond costs.
    SearchModels models =
        RuleModels.of(
            (raw, response) -> {
              String path = response.substring(raw.length(), response.indexOf('#'));
              int common = 0;
              while (common < Math.min(3, path.length())
                  && path.charAt(common) == "CAB".charAt(common)) {
                common++;
              }
              return common - 0.1 * (path.length() - common);
            });

    SearchTree tree = searched(RuleModels.tree("s", SETTINGS), models);

    TreeNode best =
        tree.nodes().stream().max(Comparator.comparingDouble(TreeNode::meanReward)).orElseThrow();
    assertThat(tree.path(best)).containsExactly("c", "a", "b");
    assertThat(best.instruction()).isEqualTo("Name a river.CAB");
    assertThat(best.meanReward()).isEqualTo(3);
    assertThat(tree.nodes()).hasSize(21);
    assertThat(tree.end()).map(TreeEnd::kind).contains(TreeEnd.Kind.DONE);
  }

  @Test
  void scoresTheRootFirstWithoutAVisit() {
    List<SearchTree> states =
        states(RuleModels.tree("s", SETTINGS), RuleModels.of((raw, response) -> 1));

    // a turn for the responses, one for the rewards
    SearchTree scored = states.get(2);
    assertThat(scored.nodes()).hasSize(1);
    assertThat(scored.nodes().get(0).responses())
        .containsExactly("Name a river.#0", "Name a river.#1", "Name a river.#2");
    assertThat(scored.iterations()).isZero();
  }

  @Test
  void conditionsEveryRewardOnTheRawInstruction() {
    Set<String> conditions = new TreeSet<>();

    searched(
        RuleModels.tree("s", SETTINGS),
        RuleModels.of(
            (raw, response) -> {
              conditions.add(raw);
              return 0;
            }));

    assertThat(conditions).containsExactly("Name a river.");
  }

  @Test
  void drawsPrinciplesBySeedTreeAndIteration() {
    SearchTree tree = searched(RuleModels.tree("s", SETTINGS), RuleModels.of((raw, response) -> 0));

    List<String> left = new ArrayList<>(List.of("a", "b", "c"));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long bits = Seeds.bits(11, "ultraprompt", "s", "principle " + i);
      expected.add(left.remove((int) Long.remainderUnsigned(bits, left.size())));
    }
    assertThat(tree.children(tree.nodes().get(0)).stream().map(TreeNode::action))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void givesEachSampleASeedOfItsOwn() {
    List<TeacherRequest> asked = new ArrayList<>();
    GenerationParameters seeded = RuleModels.PARAMETERS.withSeed(9);
    SearchModels rules =
        RuleModels.of(
            request -> {
              asked.add(request);
              return request.sample() < 2 ? "" : RuleModels.appended(request);
            },
            request -> {
              asked.add(request);
              return request.sample() == 1 ? "" : RuleModels.echo(request);
            },
            (raw, response) -> 0);

    searched(
        RuleModels.tree("s", SETTINGS.withIterations(1)),
        new SearchModels(rules.teacher(), seeded, rules.responder(), seeded, rules.reward()));

    // the root's responses, a rewrite that fails twice, its responses
    assertThat(asked).hasSize(4 + 3 + 4);
    for (TeacherRequest request : asked) {
      long bits = Seeds.bits(9, "ultraprompt", request.id(), "sample " + request.sample());
      assertThat(request.parameters().seed()).hasValue(bits & Integer.MAX_VALUE);
    }
    // What a server is sent: no two requests are the same.
    assertThat(asked)
        .extracting(request -> request.messages() + " " + request.parameters())
        .doesNotHaveDuplicates();
  }

  @Test
  void asksWithoutASeedIfNoneIsGiven() {
    Set<OptionalLong> seeds = new HashSet<>();

    searched(
        RuleModels.tree("s", SETTINGS.withIterations(1)),
        RuleModels.of(
            RuleModels::appended,
            request -> {
              seeds.add(request.parameters().seed());
              return RuleModels.echo(request);
            },
            (raw, response) -> 0));

    assertThat(seeds).containsExactly(OptionalLong.empty());
  }

  @Test
  void knowsTheRawInstructionWithoutTheWhiteSpaceAtItsEnds() {
    SearchTree start =
        SearchTree.start(
            new SeedInstruction("s", "", "\n  Name a river. "), RuleModels.letters(), SETTINGS);

    SearchTree tree =
        searched(
            start,
            RuleModels.of(
                request -> RuleModels.instruction(request).strip(),
                RuleModels::echo,
                (raw, response) -> 0));

    assertThat(tree.nodes()).hasSize(1);
    assertThat(tree.nodes().get(0).repeats()).hasSize(3);
  }

  @Test
  void endsWhereNoRewriteIsNew() {
    Function<TeacherRequest, String> same = RuleModels::instruction;

    SearchTree tree =
        searched(
            RuleModels.tree("s", SETTINGS), RuleModels.of(same, RuleModels::echo, (r, x) -> 0));

    assertThat(tree.end()).map(TreeEnd::kind).contains(TreeEnd.Kind.EXHAUSTED);
    assertThat(tree.nodes()).hasSize(1);
    assertThat(tree.nodes().get(0).repeats()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(tree.iterations()).isEqualTo(3);
  }
}
