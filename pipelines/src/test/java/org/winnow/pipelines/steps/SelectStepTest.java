package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.Scope;
import org.winnow.transforms.features.AddLeverage.Length;
import org.winnow.transforms.features.FeatureColumns;
import org.winnow.transforms.select.Criterion;
import org.winnow.transforms.select.Criterion.Goal;
import org.winnow.transforms.select.SampleBySize.Weights;
import org.winnow.transforms.select.Winsorizing;

class SelectStepTest {
  private static final Optional<Amount> HALF =
      Optional.of(new Amount.Percent(BigDecimal.valueOf(50)));

  @Test
  void readsEveryWay(@TempDir Path folder) throws Exception {
    List<Criterion> both =
        List.of(new Criterion("a.b", Goal.MAXIMIZE, 1), new Criterion("c.d", Goal.MINIMIZE, 1));
    assertEquals(
        select(new Choice.Middle("a.b"), HALF, Scope.DOMAIN, true),
        read(folder, "select: {middle: a.b, keep: 50%, within: domain, explain: true}"));
    assertEquals(
        select(
            new Choice.Threshold("a.b", -1.5, Double.POSITIVE_INFINITY),
            Optional.empty(),
            Scope.CORPUS,
            false),
        read(folder, "select: {threshold: {column: a.b, min: -1.5}}"));
    assertEquals(
        select(new Choice.Pareto(both), Optional.empty(), Scope.CORPUS, false),
        read(folder, "select: {pareto: {maximize: [a.b], minimize: [c.d]}}"));
    assertEquals(
        select(
            new Choice.Topsis(both, new Winsorizing(BigDecimal.ONE, new BigDecimal("99"))),
            HALF,
            new Grouping.Buckets("text.tokens", List.of(128.0, 256.5)),
            false),
        read(
            folder,
            "select: {topsis: {maximize: [a.b], minimize: [c.d], winsorize: {low: 1%, high: 99%}},"
                + " keep: 50%, within: {bucket: text.tokens, edges: [128, 256.5]}}"));
    assertEquals(
        new SelectStep(new Choice.Chance(), HALF, Scope.CORPUS, false, true),
        read(folder, "select: {random: true, keep: 50%, baseline: random}"));
  }

  @Test
  void saysEverythingThatIsWrong(@TempDir Path folder) {
    assertEquals(
        List.of(
            "steps[0].select: expected exactly one of topsis, highest, lowest, middle, threshold,"
                + " pareto, random, found highest, middle",
            "steps[0].select.keep: expected a share up to 100%, such as 30%, or a count such as"
                + " {rows: 5000}, found 0.3",
            "steps[0].select.within.edges: expected ascending numbers, at least one, found [2,1]",
            "steps[0].select.baseline: expected random, found 'best'"),
        problems(
            folder,
            "select: {highest: a.b, middle: c.d, keep: 0.3, baseline: best,"
                + " within: {bucket: a.b, edges: [2, 1]}}"));
    assertEquals(
        List.of(
            "steps[0].select.threshold: expected min up to max, found"
                + " {\"column\":\"a.b\",\"min\":2,\"max\":1}",
            "steps[0].select.keep: says nothing beside threshold, which decides on each row alone"),
        problems(folder, "select: {threshold: {column: a.b, min: 2, max: 1}, keep: 50%}"));
    assertEquals(
        List.of(
            "steps[0].select.topsis.winsorize: expected low below high, found {\"low\":\"100%\"}"),
        problems(folder, "select: {topsis: {maximize: [a.b], winsorize: {low: 100%}}, keep: 50%}"));
    assertEquals(
        List.of("steps[0].select.explain: needs keep: the first front has no last row"),
        problems(folder, "select: {pareto: {maximize: [a.b]}, explain: true}"));
  }

  @Test
  void samplingHasTheStatedDefaults(@TempDir Path folder) throws Exception {
    assertEquals(
        new SampleStep(
            SampleStep.Way.SENSITIVITY,
            "gradient_sketch.",
            Length.UNIT,
            1e-3,
            1,
            0,
            new Amount.Rows(5),
            Weights.TRAINING,
            FeatureColumns.DROP,
            false),
        read(folder, "sample: {sensitivity: {}, keep: {rows: 5}}"));
    assertEquals(
        new SampleStep(
            SampleStep.Way.DPP,
            "f.",
            Length.OWN,
            .5,
            2,
            100,
            new Amount.Rows(5),
            Weights.NONE,
            FeatureColumns.KEEP,
            true),
        read(
            folder,
            "sample: {dpp: {features: f., normalize: false, ridge: 0.5, coreset: 100}, keep: {rows:"
                + " 5}, keep_features: true, baseline: random}"));
  }

  @Test
  void samplingSaysEverythingThatIsWrong(@TempDir Path folder) {
    assertEquals(
        List.of(
            "steps[0].sample.weights: says nothing beside dpp, whose rows carry no weights",
            "steps[0].sample.keep: 11 rows are more than the coreset's 10"),
        problems(folder, "sample: {dpp: {coreset: 10}, keep: {rows: 11}, weights: column}"));
    assertEquals(
        List.of("steps[0].sample.sensitivity.p: expected a number from 1 to 3, found 0.5"),
        problems(folder, "sample: {sensitivity: {p: 0.5}, keep: 5%}"));
  }

  @Test
  void diversityNeedsAnOrderAndACosine(@TempDir Path folder) {
    assertEquals(
        List.of(
            "steps[0].diversity: expected exactly one of highest and lowest",
            "steps[0].diversity.threshold: expected a number from -1 to 1, found 2"),
        problems(folder, "diversity: {threshold: 2}"));
  }

  private static SelectStep select(
      Choice choice, Optional<Amount> keep, Grouping within, boolean explains) {
    return new SelectStep(choice, keep, within, explains, false);
  }

  private static List<String> problems(Path folder, String step) {
    return assertThrows(RecipeException.class, () -> read(folder, step)).problems();
  }

  private static StepSpec read(Path folder, String step) throws Exception {
    Path recipe =
        Fixtures.recipe(
            folder, "name: example", "input: [{path: x.jsonl}]", "steps:", "  - " + step);
    return RecipeReader.read(recipe, List.of()).steps().get(0).spec();
  }
}
