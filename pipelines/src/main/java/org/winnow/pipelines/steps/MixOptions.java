package org.winnow.pipelines.steps;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.pipelines.steps.MixStep.Export;
import org.winnow.pipelines.steps.MixStep.Strategy;
import org.winnow.transforms.Amount;
import org.winnow.transforms.mix.EpochCap;
import org.winnow.transforms.mix.MixByQuota;
import org.winnow.transforms.mix.MixByTemperature;
import org.winnow.transforms.mix.MixPhase;
import org.winnow.transforms.mix.MixRule;
import org.winnow.transforms.mix.MixUnit;

/** Reads the body of {@code mix}: what strategy its keys mean, and which keys go together. */
final class MixOptions {
  private static final Amount ALL = new Amount.Percent(BigDecimal.valueOf(100));
  private static final double UNIMAX_EPOCHS = 4;

  /** Files of phases are read in the order of their names. */
  private static final int MAX_PHASES = 9;

  /** The keys that only one strategy has. */
  private static final Map<String, Strategy> OWN_KEYS = ownKeys();

  private final RecipeNode body;
  private final MixUnit unit;

  private MixOptions(RecipeNode body) {
    this.body = body;
    this.unit = body.get("unit").oneOfOr(MixUnit.ROWS, MixUnit.class);
  }

  static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {temperature: 3}");
    body.allowKeys(MixStep.TYPE.options().stream().map(OptionDoc::name).toArray(String[]::new));
    return new MixOptions(body).step();
  }

  private MixStep step() {
    Strategy strategy = strategy();
    Export export = body.get("export").oneOfOr(Export.ROWS, Export.class);
    if (export == Export.WEIGHTS && strategy == Strategy.COOLDOWN) {
      body.get("export").problem("weights do not change in phases; expected a strategy of one");
    }
    if (export == Export.WEIGHTS && body.get("rows").isPresent()) {
      body.get("rows").problem("has no meaning with export: weights, which keeps every row once");
    }
    MixRule rule =
        strategy == Strategy.QUOTAS ? new MixByQuota(quotas(), cap(strategy)) : phased(strategy);
    return new MixStep(strategy, rule, unit, export, summary(strategy, rule, export));
  }

  private static Map<String, Strategy> ownKeys() {
    Map<String, Strategy> keys = new LinkedHashMap<>();
    keys.put("temperature", Strategy.TEMPERATURE);
    keys.put("quotas", Strategy.QUOTAS);
    keys.put("phases", Strategy.COOLDOWN);
    keys.put("cooldown", Strategy.COOLDOWN);
    return keys;
  }

  private Strategy strategy() {
    List<String> given =
        OWN_KEYS.keySet().stream().filter(key -> body.get(key).isPresent()).toList();
    RecipeNode written = body.get("strategy");
    if (given.size() > 1) {
      body.problem("expected one of " + String.join(", ", given) + ", not several");
    }
    Strategy implied =
        given.isEmpty()
            ? Strategy.PROPORTIONAL
            : OWN_KEYS.getOrDefault(given.get(0), Strategy.PROPORTIONAL);
    Strategy strategy = written.oneOfOr(implied, Strategy.class);
    for (String key : given) {
      if (given.size() == 1 && OWN_KEYS.get(key) != strategy) {
        body.get(key).problem("has no meaning with strategy: " + label(strategy));
      }
    }
    return strategy;
  }

  private EpochCap cap(Strategy strategy) {
    RecipeNode epochs = body.get("max_epochs");
    if (epochs.isPresent()) {
      return EpochCap.of(epochs.positive());
    }
    return strategy == Strategy.UNIMAX ? EpochCap.of(UNIMAX_EPOCHS) : EpochCap.NONE;
  }

  private MixRule phased(Strategy strategy) {
    EpochCap cap = cap(strategy);
    RecipeNode rows = body.get("rows");
    Amount size = rows.isPresent() ? amount(rows) : ALL;
    return switch (strategy) {
      case PROPORTIONAL -> MixByTemperature.constant(1, size, cap);
      case TEMPERATURE -> MixByTemperature.constant(body.get("temperature").positive(), size, cap);
      case UNIMAX -> MixByTemperature.constant(Double.POSITIVE_INFINITY, size, cap);
      case COOLDOWN -> cooldown(size, cap);
      case QUOTAS -> throw new IllegalArgumentException("quotas are no phases");
    };
  }

  private MixRule cooldown(Amount size, EpochCap cap) {
    RecipeNode ordinary = body.get("cooldown");
    if (ordinary.isPresent() && ordinary.expectMapping("{}")) {
      ordinary
          .entries()
          .forEach((key, value) -> value.problem("expected {}; write phases instead"));
    }
    RecipeNode node = body.get("phases");
    if (!node.isPresent()) {
      return MixByTemperature.cooldown(size, cap);
    }
    List<MixPhase> phases = new ArrayList<>();
    for (RecipeNode item : node.items("phases such as {temperature: 5, rows: 50%}")) {
      item.expectMapping("a phase such as {temperature: 5, rows: 50%}");
      item.allowKeys("temperature", "rows");
      phases.add(new MixPhase(item.get("temperature").positive(), amount(item.get("rows"))));
    }
    boolean areNumbers = phases.stream().allMatch(phase -> phase.part() instanceof Amount.Rows);
    if (areNumbers && !phases.isEmpty() && body.get("rows").isPresent()) {
      body.get("rows").problem("has no meaning where phases are numbers of their own");
    }
    if (phases.size() <= MAX_PHASES) {
      try {
        return new MixByTemperature(phases, size, cap);
      } catch (IllegalArgumentException e) {
        // said below
        phases.clear();
      }
    }
    node.problem(
        "expected 1 to "
            + MAX_PHASES
            + " phases, all shares that add up to 100% or all numbers, found "
            + node.shown());
    return MixByTemperature.cooldown(size, cap);
  }

  private Map<String, Amount> quotas() {
    RecipeNode node = body.get("quotas");
    if (body.get("rows").isPresent()) {
      body.get("rows").problem("has no meaning with quotas, which add up to the mixture");
    }
    Map<String, Amount> quotas = new LinkedHashMap<>();
    node.expectMapping("a mapping of domains, such as {code: {rows: 500}, math: 200%}");
    node.entries().forEach((domain, quota) -> quotas.put(domain, amount(quota)));
    return quotas;
  }

  private Amount amount(RecipeNode node) {
    if (unit == MixUnit.ROWS || !node.isMapping()) {
      return node.amount();
    }
    node.allowKeys("tokens");
    if (!node.get("tokens").isPresent()) {
      node.problem("expected a share such as 30% or a count such as {tokens: 5000}");
    }
    return new Amount.Rows(node.get("tokens").wholeOr(1, 1, Long.MAX_VALUE));
  }

  private String summary(Strategy strategy, MixRule rule, Export export) {
    StringBuilder words = new StringBuilder("mix domains ");
    if (rule instanceof MixByTemperature phased) {
      String by =
          switch (strategy) {
            case UNIMAX -> "evenly";
            case COOLDOWN -> "in phases: ";
            case PROPORTIONAL, TEMPERATURE, QUOTAS ->
                "at temperature " + phased.phases().get(0).temperature();
          };
      words.append(by);
      if (strategy == Strategy.COOLDOWN) {
        words.append(
            String.join(
                ", then ",
                phased.phases().stream()
                    .map(phase -> phase.part() + " at temperature " + phase.temperature())
                    .toList()));
      }
      if (export == Export.ROWS && phased.phases().get(0).part() instanceof Amount.Percent) {
        words.append(", ").append(phased.size());
      }
      words.append(
          phased.cap().equals(EpochCap.NONE) ? "" : ", at most " + phased.cap() + " epochs");
    } else if (rule instanceof MixByQuota quotas) {
      words.append("by quota: ").append(quotas.quotas());
    }
    String text = words.toString();
    return (unit == MixUnit.TOKENS ? text.replace(" rows", " tokens") + " of tokens" : text)
        + (export == Export.WEIGHTS ? ", as weights" : "");
  }

  private static String label(Strategy strategy) {
    return strategy.name().toLowerCase(Locale.ROOT);
  }
}
