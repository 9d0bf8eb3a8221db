package org.winnow.pipelines.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.scorers.ScoreColumn;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.transforms.mix.MixDomains;
import org.winnow.transforms.mix.MixRule;
import org.winnow.transforms.mix.MixUnit;

/**
 * {@code mix}: rebalances domains, in one phase or in several.
 *
 * @param strategy by which domains get their shares
 * @param rule what each phase takes of the domains
 * @param unit of sizes and quotas
 * @param export what the mixture becomes
 * @param summary the strategy in words
 */
public record MixStep(Strategy strategy, MixRule rule, MixUnit unit, Export export, String summary)
    implements StepSpec {
  static final StepType TYPE =
      new StepType(
          "mix",
          "Rebalances domains in exact numbers, in one phase or in several that are written one after"
              + " the other; rows are repeated in whole epochs where a quota exceeds its domain.",
          List.of(
              new OptionDoc(
                  "strategy",
                  "proportional, temperature, unimax, quotas or cooldown",
                  "what the other keys say, else proportional",
                  "How domains get their shares: by size, by n^(1/T), all the same up to"
                      + " max_epochs, by name, or by temperature in phases."),
              new OptionDoc(
                  "temperature",
                  "a number above 0",
                  "",
                  "T of the strategy temperature: 1 keeps proportions, greater values even them"
                      + " out."),
              new OptionDoc(
                  "rows",
                  "100% or {rows: 5000}",
                  "100%",
                  "Size of the mixture; a share is of what comes in."),
              new OptionDoc(
                  "max_epochs",
                  "a number above 0",
                  "none; 4 for unimax",
                  "How often a domain may be used in all phases together; others divide what it"
                      + " cannot give. A quota beyond it is an error."),
              new OptionDoc(
                  "quotas",
                  "{domain: {rows: 500}, other: 200%}",
                  "",
                  "What single domains get: a number, or a share of the domain itself; a domain"
                      + " that is not named is used once."),
              new OptionDoc(
                  "phases",
                  "[{temperature: 5, rows: 50%}, {temperature: 1, rows: 50%}]",
                  "this example, for cooldown",
                  "Phases in the order of training, at most 9; shares of the mixture that add up"
                      + " to 100%, or numbers. Each becomes a split, phase1 and so on."),
              new OptionDoc(
                  "cooldown", "{}", "", "The strategy cooldown with its ordinary two phases."),
              new OptionDoc(
                  "unit",
                  "rows or tokens",
                  "rows",
                  "What sizes are counted in. With tokens, write {tokens: 5000} for {rows: 5000};"
                      + " they come from the column text.tokens, or are counted with the recipe's"
                      + " model, and rows are drawn until a quota is reached."),
              new OptionDoc(
                  "export",
                  "rows or weights",
                  "rows",
                  "Whether rows are drawn, or all stay and the weights of a domain's rows are"
                      + " multiplied by its share in the mixture over its share of what comes"
                      + " in.")),
          "mix: {temperature: 3, rows: 100%, max_epochs: 4}",
          MixOptions::read);

  /** How domains get their shares. */
  public enum Strategy {
    /** By size. */
    PROPORTIONAL,
    /** By a root of the size. */
    TEMPERATURE,
    /** All the same, as far as their epochs are capped. */
    UNIMAX,
    /** By name. */
    QUOTAS,
    /** By temperature, in phases. */
    COOLDOWN
  }

  /** What a mixture becomes. */
  public enum Export {
    /** Rows are drawn. */
    ROWS,
    /** All rows stay and get weights. */
    WEIGHTS
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    List<String> added = new ArrayList<>();
    Optional<ScoringPlan> counting = Optional.empty();
    if (unit == MixUnit.TOKENS && !context.columns().contains(MixUnit.TOKENS_COLUMN)) {
      counting = counting(where, context);
      if (counting.isEmpty()) {
        return Optional.empty();
      }
      counting.get().columns().stream().map(ScoreColumn::name).forEach(added::add);
    }
    if (export == Export.ROWS) {
      added.addAll(List.of(MixDomains.PHASE, MixDomains.EPOCH));
    }
    boolean isForecast = unit == MixUnit.ROWS && export == Export.ROWS;
    return Optional.of(
        new PreparedStep(
            label,
            summary,
            added,
            List.of(),
            isForecast
                ? new RowForecast(true, sizes -> rule.of(sizes).quotas())
                : RowForecast.unchanged(export == Export.WEIGHTS),
            export == Export.ROWS,
            new MixTransform(this, label, context, counting)));
  }

  /** A plan that makes the columns of text alone. */
  private static Optional<ScoringPlan> counting(String where, PlanContext context) {
    if (context.model().isEmpty()) {
      context
          .problems()
          .add(
              where,
              "unit: tokens needs the column "
                  + MixUnit.TOKENS_COLUMN
                  + " of an earlier step, or a model to count with; add model: {checkpoint:"
                  + " builtin:reference}");
      return Optional.empty();
    }
    try {
      return Optional.of(ScoringPlan.of(context.model().get(), List.of()));
    } catch (CheckpointException e) {
      context.problems().add("model.checkpoint", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
