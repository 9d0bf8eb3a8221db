package org.winnow.pipelines.recipe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.winnow.pipelines.recipe.OptMathSection.ModelSource;
import org.winnow.pipelines.recipe.OptMathSection.Search;
import org.winnow.pipelines.recipe.OptMathSection.TextSource;
import org.winnow.synth.optmath.complexity.Tier;
import org.winnow.synth.optmath.pair.OptMathSettings;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.optmath.solve.SolveLimits;
import org.winnow.synth.teacher.GenerationParameters;

/** Reads the {@code optmath} of a recipe. */
final class OptMaths {
  /** They wait for the teacher, who limits how much is under way. */
  private static final int WORKERS_WHO_ASK = 16;

  private static final SolveLimits LIMITS = SolveLimits.STANDARD;

  private OptMaths() {}

  /**
   * Reads the section.
   *
   * @param folder what paths are relative to; it names none
   * @param seed the recipe's
   * @param parameters how a teacher generates, if there is one
   */
  static OptMathSection read(
      RecipeNode root, Path folder, long seed, GenerationParameters parameters) {
    RecipeNode node = root.get("optmath");
    node.expectMapping("a mapping such as {instances: 100, classes: [knapsack, diet]}");
    node.allowKeys(
        "instances",
        "classes",
        "tiers",
        "samples",
        "parameters",
        "text",
        "model",
        "rounds",
        "variants",
        "search",
        "solver");
    List<ProblemClass> classes = classes(node.get("classes"));
    OptMathSettings settings =
        new OptMathSettings(
            seed,
            (int) node.get("instances").wholeOr(100, 1, 100_000_000),
            classes.isEmpty() ? ProblemClasses.ALL : classes,
            tiers(node.get("tiers")),
            ranges(node.get("parameters")),
            (int) node.get("samples").wholeOr(5, 1, 1000),
            limits(node.get("solver")));
    TextSource text = node.get("text").oneOfOr(TextSource.VERBALISER, TextSource.class);
    ModelSource model = node.get("model").oneOfOr(ModelSource.VERBALISER, ModelSource.class);
    Search search = node.get("search").oneOfOr(Search.BISECTION, Search.class);
    checkAsked(root, node, text, model, search);
    return new OptMathSection(
        settings,
        text,
        model,
        search,
        (int) node.get("rounds").wholeOr(1, 0, 100),
        (int) node.get("variants").wholeOr(0, 0, 1000),
        parameters,
        OptMathSection.asks(text, model, search)
            ? WORKERS_WHO_ASK
            : Runtime.getRuntime().availableProcessors());
  }

  /** Says what does not go together. */
  private static void checkAsked(
      RecipeNode root, RecipeNode node, TextSource text, ModelSource model, Search search) {
    boolean asks = OptMathSection.asks(text, model, search);
    RecipeNode teacher = root.get("teacher");
    if (asks && !teacher.isPresent()) {
      teacher.problem(
          "expected one, for text: teacher, model: json or lp and search: teacher; found nothing");
    }
    if (!asks && teacher.isPresent()) {
      teacher.problem(
          "is not asked; expected text: teacher, model: json or lp, or search: teacher");
    }
    if (search == Search.TEACHER && !node.get("tiers").isPresent()) {
      node.get("search").problem("expected tiers, whose parameters are looked for");
    }
    if (text == TextSource.TEACHER && model == ModelSource.VERBALISER) {
      node.get("model")
          .problem("expected json or lp for texts of a teacher; the verbaliser reads only its own");
    }
    if (text != TextSource.TEACHER && node.get("rounds").isPresent()) {
      node.get("rounds").problem("belongs to text: teacher");
    }
    if (model == ModelSource.VERBALISER && node.get("variants").isPresent()) {
      node.get("variants").problem("belongs to model: json and model: lp");
    }
  }

  private static List<ProblemClass> classes(RecipeNode node) {
    List<ProblemClass> classes = new ArrayList<>();
    if (node.isPresent()) {
      for (RecipeNode item : node.items("classes of problems, such as [knapsack, diet]")) {
        Optional<ProblemClass> found = find(item.text("a class of problems"));
        if (found.isEmpty()) {
          item.problem("expected one of " + names() + ", found " + item.shown());
        } else if (classes.contains(found.get())) {
          item.problem("expected each class once, found " + item.shown() + " again");
        } else {
          classes.add(found.get());
        }
      }
      if (classes.isEmpty()) {
        node.problem("expected at least one class of problems");
      }
    }
    return classes;
  }

  private static List<Tier> tiers(RecipeNode node) {
    List<Tier> tiers = new ArrayList<>();
    Set<String> written = new HashSet<>();
    if (node.isPresent()) {
      for (RecipeNode item : node.items("tiers of complexity, such as [easy, medium]")) {
        Tier tier = item.oneOfOr(Tier.EASY, Tier.class);
        if (!written.add(item.shown())) {
          item.problem("expected each tier once, found " + item.shown() + " again");
        } else if (!tiers.contains(tier)) {
          tiers.add(tier);
        }
      }
    }
    return tiers;
  }

  private static Map<String, ParameterRanges> ranges(RecipeNode node) {
    Map<String, ParameterRanges> ranges = new HashMap<>();
    if (node.isPresent()) {
      node.expectMapping("a mapping such as {knapsack: {item: [5, 10]}}");
    }
    node.entries()
        .forEach(
            (name, place) -> {
              Optional<ProblemClass> found = find(name);
              if (found.isEmpty()) {
                place.problem("expected one of " + names() + ", found " + name);
              } else if (place.expectMapping("a mapping such as {item: [5, 10]}")) {
                ranges.put(name, ranges(found.get(), place));
              }
            });
    return ranges;
  }

  private static ParameterRanges ranges(ProblemClass problem, RecipeNode node) {
    ParameterRanges ranges = problem.parameters();
    for (Map.Entry<String, RecipeNode> entry : node.entries().entrySet()) {
      RecipeNode place = entry.getValue();
      List<RecipeNode> ends = place.items("two whole numbers, such as [5, 10]");
      if (ends.size() != 2) {
        if (place.isList()) {
          place.problem("expected two whole numbers, such as [5, 10], found " + place.shown());
        }
        continue;
      }
      try {
        ranges = ranges.with(entry.getKey(), end(ends.get(0)), end(ends.get(1)));
      } catch (IllegalArgumentException e) {
        place.problem(String.valueOf(e.getMessage()));
      }
    }
    return ranges;
  }

  private static int end(RecipeNode node) {
    if (!node.isPresent()) {
      node.problem("expected a whole number, found nothing");
    }
    return (int) node.wholeOr(0, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static SolveLimits limits(RecipeNode node) {
    if (node.isPresent()) {
      node.expectMapping("a mapping such as {seconds: 60, nodes: 20000}");
    }
    node.allowKeys("seconds", "nodes");
    return new SolveLimits(
        (int) node.get("nodes").wholeOr(LIMITS.nodes(), 1, Integer.MAX_VALUE),
        Duration.ofSeconds(node.get("seconds").wholeOr(LIMITS.time().toSeconds(), 1, 86_400)));
  }

  private static Optional<ProblemClass> find(String name) {
    return ProblemClasses.ALL.stream().filter(known -> known.name().equals(name)).findFirst();
  }

  private static String names() {
    return ProblemClasses.ALL.stream().map(ProblemClass::name).collect(Collectors.joining(", "));
  }
}
