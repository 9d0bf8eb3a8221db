package org.winnow.pipelines.steps;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScoreColumn;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScorerOption;
import org.winnow.scorers.ScorerType;
import org.winnow.scorers.Scorers;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.transforms.score.ScoreCorpus;

/**
 * {@code score}: adds score columns from one pass of the model.
 *
 * @param scorers what is computed, in order
 */
record ScoreStep(List<ScorerConfig> scorers) implements StepSpec {
  static final StepType TYPE =
      new StepType(
          "score",
          "Scores every row with the recipe's model; all scorers share one pass, and batches that the"
              + " score store knows are not scored again.",
          List.of(
              new OptionDoc(
                  "scorers",
                  "list of scorer names, or mappings of a name to its options",
                  "",
                  "What is computed.")),
          "score: {scorers: [loss, donod, gradient_sketch, {spectrum: {per_layer: true}}]}",
          ScoreStep::read);

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {scorers: [loss]}");
    body.allowKeys("scorers");
    List<ScorerConfig> configs = new ArrayList<>();
    List<RecipeNode> items = body.get("scorers").items("scorers");
    if (items.isEmpty()) {
      body.get("scorers").problem("expected at least one scorer");
    }
    for (RecipeNode item : items) {
      scorer(item)
          .ifPresent(
              config -> {
                if (configs.stream().anyMatch(c -> c.name().equals(config.name()))) {
                  item.problem("scorer '" + config.name() + "' is listed twice");
                } else {
                  configs.add(config);
                }
              });
    }
    return new ScoreStep(List.copyOf(configs));
  }

  private static Optional<ScorerConfig> scorer(RecipeNode item) {
    String name;
    Map<String, String> options = new LinkedHashMap<>();
    if (item.isMapping() && item.entries().size() == 1) {
      name = item.entries().keySet().iterator().next();
      RecipeNode body = item.get(name);
      if (body.isPresent()) {
        body.expectMapping("a mapping of options, such as {per_layer: true}");
      }
      body.entries()
          .forEach((key, value) -> value.scalar().ifPresent(text -> options.put(key, text)));
    } else {
      name = item.text("the name of a scorer, or a mapping of it to its options");
    }
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<ScorerType> type = Scorers.ALL.stream().filter(t -> t.name().equals(name)).findFirst();
    if (type.isEmpty()) {
      item.problem(
          "unknown scorer '"
              + name
              + "'; known scorers: "
              + String.join(", ", Scorers.ALL.stream().map(ScorerType::name).toList()));
      return Optional.empty();
    }
    type.get().problems(options).forEach(item::problem);
    return Optional.of(new ScorerConfig(name, options));
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    return plan(where, context)
        .map(
            plan ->
                new PreparedStep(
                    label,
                    "score with "
                        + String.join(", ", scorers.stream().map(ScorerConfig::name).toList())
                        + context.model().map(m -> " by " + m.checkpoint()).orElse(""),
                    plan.columns().stream().map(ScoreColumn::name).toList(),
                    List.of(plan),
                    RowForecast.unchanged(true),
                    false,
                    new ScoreCorpus(label, plan, context.store())));
  }

  /** The same with every checkpoint that an option names where the recipe says it is. */
  private static ScorerConfig withCheckpoints(ScorerConfig config, PlanContext context) {
    Map<String, String> options = new LinkedHashMap<>(config.options());
    for (ScorerOption option : Scorers.named(config.name()).orElseThrow().options()) {
      if (option.namesCheckpoints()) {
        options.computeIfPresent(
            option.name(),
            (name, written) ->
                Arrays.stream(written.split(",", -1))
                    .map(one -> context.checkpoint(one.strip()))
                    .collect(Collectors.joining(",")));
      }
    }
    return new ScorerConfig(config.name(), options);
  }

  @Override
  public boolean scores() {
    return true;
  }

  private Optional<ScoringPlan> plan(String where, PlanContext context) {
    Optional<ModelSpec> model = context.model();
    if (model.isEmpty()) {
      context
          .problems()
          .add(where, "scoring needs a model; add model: {checkpoint: builtin:reference}");
      return Optional.empty();
    }
    try {
      List<ScorerConfig> resolved =
          scorers.stream().map(config -> withCheckpoints(config, context)).toList();
      return Optional.of(ScoringPlan.of(model.get(), resolved));
    } catch (CheckpointException | UncheckedIOException e) {
      context.problems().add("model.checkpoint", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
