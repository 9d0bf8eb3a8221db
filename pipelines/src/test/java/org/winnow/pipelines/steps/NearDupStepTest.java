package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.RunReport;
import org.winnow.transforms.dedup.Banding;
import org.winnow.transforms.dedup.ComparedPart;
import org.winnow.transforms.dedup.Match;
import org.winnow.transforms.dedup.NearDupForm;
import org.winnow.transforms.dedup.Ngram;
import org.winnow.transforms.select.Criterion;

class NearDupStepTest {
  private static final KeepOption BY_HASH =
      new KeepOption(Optional.empty(), Criterion.Goal.MAXIMIZE);

  @Test
  void presetsAreThePublishedSettings(@TempDir Path folder) throws Exception {
    Ngram words = new Ngram(Ngram.Unit.WORDS, 5);
    NearDupForm byDefault = new NearDupForm(ComparedPart.SAMPLE, words, new Banding(14, 8));

    assertEquals(new NearDupStep(byDefault, 0, BY_HASH), read(folder, "near_dup: {}"));
    assertEquals(
        new NearDupStep(byDefault, 0, BY_HASH), read(folder, "near_dup: {preset: words_14x8}"));
    assertEquals(
        new NearDupStep(
            new NearDupForm(ComparedPart.PROMPT, words, new Banding(25, 10)),
            .7,
            new KeepOption(Optional.of("x"), Criterion.Goal.MAXIMIZE)),
        read(
            folder,
            "near_dup: {preset: words_256_j07, verify: 0.7, of: prompt, keep: {highest: x}}"));
    assertEquals(
        new NearDupStep(
            new NearDupForm(
                ComparedPart.SAMPLE, new Ngram(Ngram.Unit.CHARS, 24), new Banding(20, 13)),
            1,
            new KeepOption(Optional.of("x"), Criterion.Goal.MINIMIZE)),
        read(folder, "near_dup: {preset: chars_20x13, verify: 1, keep: {lowest: x}}"));
    assertEquals(
        new NearDupStep(
            new NearDupForm(
                ComparedPart.SAMPLE, new Ngram(Ngram.Unit.CHARS, 10), new Banding(4, 3)),
            0,
            BY_HASH),
        read(folder, "near_dup: {ngram: {chars: 10}, bands: 4, rows: 3}"));
  }

  /** Least sum of the areas of wrong joins below .7 and of missed joins above it. */
  @Test
  void noOtherCutOf256ValuesErrsLessAtSevenTenths() {
    Banding best = new Banding(1, 1);
    for (int bands = 1; bands <= 256; bands++) {
      for (int rows = 1; rows <= 256 / bands; rows++) {
        Banding banding = new Banding(bands, rows);
        best = error(banding) < error(best) ? banding : best;
      }
    }

    assertEquals(NearDupPreset.WORDS_256_J07.banding(), best);
  }

  @Test
  void saysEverythingThatIsWrong(@TempDir Path folder) {
    assertEquals(
        List.of(
            "steps[0].near_dup.preset: expected one of words_14x8, words_256_j07, chars_20x13,"
                + " found 'words'",
            "steps[0].near_dup.of: expected one of sample, prompt, found 'answer'",
            "steps[0].near_dup.keep: expected either highest or lowest, found both of them"),
        problems(folder, "{preset: words, of: answer, keep: {highest: a, lowest: b}}"));
    assertEquals(
        List.of(
            "steps[0].near_dup: expected either preset, or ngram, bands and rows, found preset and"
                + " [bands]"),
        problems(folder, "{preset: words_14x8, bands: 3}"));
    assertEquals(
        List.of(
            "steps[0].near_dup: expected ngram, bands and rows together, rows missing",
            "steps[0].near_dup.ngram: expected either words or chars, found"
                + " {\"words\":5,\"chars\":5}",
            "steps[0].near_dup.bands: expected a whole number from 1 to 4096, found 0"),
        problems(folder, "{ngram: {words: 5, chars: 5}, bands: 0}"));
    for (String wrong : List.of("70", "0", "-0.7")) {
      assertEquals(
          List.of(
              "steps[0].near_dup.verify: expected a similarity above 0, up to 1, found " + wrong),
          problems(folder, "{verify: " + wrong + "}"));
    }
    assertEquals(
        List.of("steps[0].near_dup.verify: expected a number, found '70%'"),
        problems(folder, "{verify: 70%}"));
    assertEquals(
        List.of("steps[0].near_dup: bands x rows must be at most 4096, found 4096 x 2"),
        problems(folder, "{ngram: {words: 5}, bands: 4096, rows: 2}"));
  }

  @Test
  void wantsTheColumnThatChooses(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 2);
    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () ->
                Fixtures.plan(
                    folder,
                    "name: x",
                    "input: [{path: data}]",
                    "steps: [{near_dup: {keep: {highest: q}}}, {dedup_exact: {keep: {lowest: r}}}]"));

    assertEquals(
        List.of(
            "steps[0].near_dup.keep: no step before this one adds the column 'q'; columns here:"
                + " none, add a score step before",
            "steps[1].dedup_exact.keep: no step before this one adds the column 'r'; columns here:"
                + " near_dup.cluster_size"),
        refused.problems());
  }

  @Test
  void rowsThatStayCarryTheSizeOfTheirCluster(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/a.jsonl"),
        Fixtures.row("Name the three primary colours of paint, please")
            + "\n"
            + Fixtures.row("NAME the three primary colours of paint please!")
            + "\n"
            + Fixtures.row("How far is the moon from here, in miles or in feet?")
            + "\n");
    CurationPlan plan =
        Fixtures.plan(
            folder,
            "name: x",
            "input: [{path: data}]",
            "steps: [{near_dup: {}}]",
            "output: {format: jsonl}");

    RunReport report = new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    assertEquals(2, report.rowsWritten());
    assertEquals(Map.of("near_duplicate", 1L), report.stages().get(1).reasons());
    assertEquals(List.of("near_dup.cluster_size"), plan.scoreColumns());
    assertTrue(
        plan.steps()
            .get(0)
            .summary()
            .endsWith("sample by 5 words in 14 bands of 8, alike from about 0.72"));
  }

  @Test
  void dedupExactReadsItsOptions(@TempDir Path folder) throws Exception {
    assertEquals(new DedupExactStep(Match.EXACT, BY_HASH), read(folder, "dedup_exact: {}"));
    assertEquals(
        new DedupExactStep(
            Match.NORMALIZED, new KeepOption(Optional.of("x"), Criterion.Goal.MINIMIZE)),
        read(folder, "dedup_exact: {match: normalized, keep: {lowest: x}}"));
  }

  private static double error(Banding banding) {
    int steps = 1000;
    double error = 0;
    for (int i = 0; i < steps; i++) {
      double similarity = (i + .5) / steps;
      double joined = banding.probability(similarity);
      error += similarity < .7 ? joined : 1 - joined;
    }
    return error / steps;
  }

  private static List<String> problems(Path folder, String body) {
    return assertThrows(RecipeException.class, () -> read(folder, "near_dup: " + body)).problems();
  }

  private static StepSpec read(Path folder, String step) throws Exception {
    Path recipe =
        Fixtures.recipe(folder, "name: x", "input: [{path: x.jsonl}]", "steps:", "  - " + step);
    return RecipeReader.read(recipe, List.of()).steps().get(0).spec();
  }
}
