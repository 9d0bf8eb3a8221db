package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScoreColumn;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScorerOption;
import org.winnow.scorers.ScorerType;
import org.winnow.scorers.Scorers;
import org.winnow.scorers.ScoringPlan;

/** Walks the two lists that are open for more, so that no entry is half documented. */
class CatalogTest {
  @Test
  void everyStepHasANameOfItsOwnAndASentence() {
    Set<String> names = new HashSet<>();
    for (StepType type : Catalog.ALL) {
      assertTrue(type.name().matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"), type.name());
      assertTrue(names.add(type.name()), type.name());
      assertTrue(type.summary().endsWith("."), type.summary());
      assertEquals(type, Catalog.find(type.name()).orElseThrow());
    }
    assertEquals(List.copyOf(names).size(), Catalog.names().size());
    assertTrue(Catalog.find("no_such_step").isEmpty());
  }

  @Test
  void everyOptionIsDocumented() {
    for (StepType type : Catalog.ALL) {
      Set<String> names = new HashSet<>();
      for (OptionDoc option : type.options()) {
        assertTrue(option.name().matches("[a-z][a-z0-9_]*"), type.name() + ": " + option);
        assertTrue(names.add(option.name()), type.name() + ": " + option);
        assertFalse(option.type().isBlank(), type.name() + ": " + option);
        assertTrue(option.meaning().endsWith("."), type.name() + ": " + option);
      }
    }
  }

  @Test
  void theOptionsAreThoseThatAStepKnows(@TempDir Path folder) throws Exception {
    for (StepType type : Catalog.ALL) {
      RecipeException refused =
          assertThrows(
              RecipeException.class,
              () -> read(folder, type.name() + ": {no_such_key: 1}"),
              type.name());
      String problem =
          refused.problems().stream()
              .filter(p -> p.contains("unknown key"))
              .findFirst()
              .orElseThrow();
      String listed = problem.substring(problem.indexOf("known here:") + "known here:".length());
      Set<String> known = new TreeSet<>();
      for (String key : listed.split(",")) {
        if (!key.isBlank()) {
          known.add(key.trim());
        }
      }
      assertEquals(
          new TreeSet<>(type.options().stream().map(OptionDoc::name).toList()), known, type.name());
    }
  }

  @Test
  void everyExampleIsAValidStepOfItsType(@TempDir Path folder) throws Exception {
    for (StepType type : Catalog.ALL) {
      Recipe recipe = read(folder, type.example());

      assertEquals(
          List.of(type.name()), recipe.steps().stream().map(step -> step.label()).toList());
    }
  }

  @Test
  void theExamplesTogetherMakeAPlan(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 2);
    Fixtures.corpus(folder.resolve("target.jsonl"), 1);
    Fixtures.corpus(folder.resolve("benchmarks/gsm8k/test.jsonl"), 1);
    List<String> lines = new ArrayList<>(head());
    Catalog.ALL.forEach(type -> lines.add("  - " + type.example()));

    assertEquals(
        Catalog.names(),
        Fixtures.plan(folder, lines.toArray(String[]::new)).steps().stream()
            .map(PreparedStep::label)
            .toList());
  }

  @Test
  void everyScorerIsDocumentedAndItsColumnsAreItsOwn() {
    ModelSpec model = ModelSpec.of("builtin:reference");
    Set<String> names = new HashSet<>();
    Set<String> columns = new HashSet<>();
    ScoringPlan.of(model, List.of()).columns().forEach(column -> columns.add(column.name()));
    int text = columns.size();
    for (ScorerType type : Scorers.ALL) {
      assertTrue(names.add(type.name()), type.name());
      assertTrue(type.name().matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"), type.name());
      assertTrue(type.summary().endsWith("."), type.summary());
      assertFalse(type.formula().isBlank(), type.name());
      assertFalse(type.source().isBlank(), type.name());
      Map<String, String> required = new HashMap<>();
      type.options().stream()
          .filter(ScorerOption::isRequired)
          .forEach(option -> required.put(option.name(), "builtin:reference"));
      assertEquals(List.of(), type.problems(required), type.name());
      List<ScoreColumn> all =
          ScoringPlan.of(model, List.of(new ScorerConfig(type.name(), required))).columns();
      List<ScoreColumn> own = all.subList(text, all.size());
      assertFalse(own.isEmpty(), type.name());
      for (ScoreColumn column : own) {
        assertTrue(column.name().startsWith(type.name() + "."), column.name());
        assertTrue(columns.add(column.name()), column.name());
        assertFalse(column.unit().isBlank(), column.name());
        assertTrue(column.description().endsWith("."), column.name());
      }
    }
  }

  private static List<String> head() {
    return List.of(
        "name: example",
        "input: [{path: x.jsonl}]",
        "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}",
        "steps:");
  }

  private static Recipe read(Path folder, String step) throws Exception {
    List<String> lines = new ArrayList<>(head());
    lines.add("  - " + step);
    return RecipeReader.read(Fixtures.recipe(folder, lines.toArray(String[]::new)), List.of());
  }
}
