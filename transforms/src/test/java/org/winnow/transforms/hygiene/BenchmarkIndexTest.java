package org.winnow.transforms.hygiene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.transforms.hygiene.Comparison.Match;
import org.winnow.transforms.hygiene.ContaminationRule.Preset;

class BenchmarkIndexTest {
  private static final String SIXTEEN = "a b c d e f g h i j k l m n o p";

  @Test
  void halfOfATestPromptIsNoHitAndOneWordMoreIs() {
    BenchmarkIndex index = index(Preset.TULU_8GRAM.rule(), SIXTEEN);

    Match half = match(index, asks("x a b c d e f g h y i j k")).orElseThrow();
    Match more = match(index, asks("x a b c d e f g h i y")).orElseThrow();

    assertEquals(List.of(8, 16), List.of(half.covered(), half.words()));
    assertFalse(half.isHit());
    assertEquals(0.5, half.share());
    assertEquals(9, more.covered());
    assertTrue(more.isHit());
    assertEquals("a b c d e f g h i", more.span());
    assertEquals("bench, row 1 of test.jsonl", more.testRow());
    assertTrue(match(index, asks("a b c d e f g x h i j k l m n")).isEmpty()); // runs of 7
  }

  @Test
  void runsOfOneRowAddUpAndOverlapsCountOnce() {
    BenchmarkIndex index = index(rule(3, 50), "a b c d e f g h i");

    assertEquals(4, covered(index, "a b c d"));
    assertEquals(6, covered(index, "a b c x g h i"));
    assertEquals(3, covered(index, "a b c x a b c"));
    assertEquals(9, covered(index, "e f g h i x a b c d e f"));
  }

  @Test
  void runsDoNotCrossMessages() {
    BenchmarkIndex index = index(rule(3, 0), "a b c d e f");
    List<Message> split =
        List.of(
            new Message(Role.USER, "x a b"),
            new Message(Role.ASSISTANT, "a b c"),
            new Message(Role.USER, "c d x"));

    assertTrue(match(index, split).isEmpty());
    assertEquals(3, match(index, asks("a b c")).orElseThrow().covered());
  }

  @Test
  void theRuleSaysWhichPartIsSearched() {
    BenchmarkIndex prompts = index(rule(3, 0), "a b c d e f");
    BenchmarkIndex samples =
        index(
            new ContaminationRule(3, BigDecimal.ZERO, SamplePart.SAMPLE, SamplePart.PROMPT),
            "a b c d e f");
    List<Message> answered =
        List.of(new Message(Role.USER, "x"), new Message(Role.ASSISTANT, "A, b C!"));

    assertTrue(match(prompts, answered).isEmpty());
    assertTrue(match(samples, answered).orElseThrow().isHit());
  }

  @Test
  void aTestPromptShorterThanARunIsHitByTheSamePromptOnly() {
    BenchmarkIndex index = index(Preset.TULU_8GRAM.rule(), "Who was first?");

    Match same = match(index, asks("who was FIRST")).orElseThrow();

    assertTrue(same.isHit());
    assertEquals(1.0, same.share());
    assertEquals("the whole prompt", same.span());
    assertTrue(match(index, asks("Who was first there?")).isEmpty());
    assertTrue(match(index, asks("?")).isEmpty());
    assertTrue(match(index(Preset.TULU_8GRAM.rule(), "?"), asks("!")).isEmpty());
  }

  @Test
  void namesTheTestRowThatIsCoveredMostAndCountsTheOthers() {
    BenchmarkIndex index = index(rule(2, 0), "a b x1 x2", "a b c y", "a b c z", "q r s t");

    Match match = match(index, asks("a b c")).orElseThrow();

    assertEquals("bench, row 2 of test.jsonl", match.testRow());
    assertEquals(2, match.otherHits());
  }

  @Test
  void isTheSameBehindItsCoder() throws Exception {
    BenchmarkIndex index = index(Preset.TULU_8GRAM.rule(), SIXTEEN, "Who?", "");

    BenchmarkIndex decoded = CoderUtils.clone(BenchmarkIndex.CODER, index);

    for (String prompt : List.of(SIXTEEN, "who", "a b c d e f g h", "")) {
      assertEquals(match(index, asks(prompt)), match(decoded, asks(prompt)));
    }
  }

  @Property
  void agreesWithComparingAllRunsOfAllRows(
      @ForAll("texts") List<List<String>> tests,
      @ForAll("texts") List<List<String>> prompts,
      @ForAll @IntRange(min = 1, max = 4) int ngram) {
    BenchmarkIndex index =
        index(rule(ngram, 0), tests.stream().map(t -> String.join(" ", t)).toArray(String[]::new));

    for (List<String> prompt : prompts) {
      Comparison comparison = index.compare(asks(String.join(" ", prompt)));
      for (int row = 0; row < tests.size(); row++) {
        int position = row;
        assertEquals(
            tests.get(row).isEmpty() ? 0 : slowlyCovered(tests.get(row), prompt, ngram),
            comparison.covers().stream()
                .filter(cover -> cover.row() == position)
                .mapToInt(BenchmarkIndex.Cover::covered)
                .sum());
      }
      int best = 0; // in 27720ths, so that shares compare exactly
      for (List<String> test : tests) {
        if (!test.isEmpty()) {
          best = Math.max(best, slowlyCovered(test, prompt, ngram) * 27720 / test.size());
        }
      }
      assertEquals(
          best,
          match(index, asks(String.join(" ", prompt)))
              .map(m -> m.covered() * 27720 / m.words())
              .orElse(0));
    }
  }

  @Provide
  Arbitrary<List<List<String>>> texts() {
    return Arbitraries.of("a", "b", "c").list().ofMaxSize(12).list().ofMinSize(1).ofMaxSize(6);
  }

  private static int slowlyCovered(List<String> test, List<String> prompt, int ngram) {
    if (test.size() < ngram) {
      return test.equals(prompt) ? test.size() : 0;
    }
    Set<List<String>> runs = new HashSet<>();
    for (int i = 0; i + ngram <= prompt.size(); i++) {
      runs.add(prompt.subList(i, i + ngram));
    }
    Set<Integer> covered = new HashSet<>();
    for (int i = 0; i + ngram <= test.size(); i++) {
      if (runs.contains(test.subList(i, i + ngram))) {
        covered.addAll(
            IntStream.range(i, i + ngram).boxed().collect(Collectors.toUnmodifiableSet()));
      }
    }
    return covered.size();
  }

  private static Optional<Match> match(BenchmarkIndex index, List<Message> messages) {
    return index.compare(messages).best();
  }

  private static int covered(BenchmarkIndex index, String prompt) {
    return match(index, asks(prompt)).orElseThrow().covered();
  }

  private static ContaminationRule rule(int ngram, int coverage) {
    return new ContaminationRule(
        ngram, BigDecimal.valueOf(coverage), SamplePart.PROMPT, SamplePart.PROMPT);
  }

  private static List<Message> asks(String prompt) {
    return List.of(new Message(Role.USER, prompt), new Message(Role.ASSISTANT, "So it is."));
  }

  private static BenchmarkIndex index(ContaminationRule rule, String... prompts) {
    List<BenchmarkRow> rows = new ArrayList<>();
    for (String prompt : prompts) {
      rows.add(
          0,
          BenchmarkRow.of(
              Sample.of("bench", asks(prompt), Origin.ofRow("test.jsonl", rows.size() + 1), "{}"),
              rule.against()));
    }
    return BenchmarkIndex.of(rule, rows);
  }
}
