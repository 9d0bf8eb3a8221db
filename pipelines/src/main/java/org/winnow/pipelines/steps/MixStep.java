package org.winnow.pipelines.steps;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.transforms.Amount;
import org.winnow.transforms.mix.MixDomains;

/**
 * {@code mix}: rebalances domains.
 *
 * @param temperature of the sampling
 * @param rows size of the mixture
 */
public record MixStep(double temperature, Amount rows) implements StepSpec {
  static final StepType TYPE =
      new StepType(
          "mix",
          "Rebalances domains by temperature sampling in exact numbers: a domain of n rows gets a"
              + " share proportional to n^(1/T).",
          List.of(
              new OptionDoc(
                  "temperature",
                  "a number above 0",
                  "1",
                  "T: 1 keeps proportions, greater values even them out."),
              new OptionDoc(
                  "rows",
                  "100% or {rows: 5000}",
                  "100%",
                  "Size of the mixture; a share is of the incoming rows. Rows are repeated in whole"
                      + " epochs where a quota exceeds its domain.")),
          "mix: {temperature: 3, rows: 100%}",
          MixStep::read);

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {temperature: 3}");
    body.allowKeys("temperature", "rows");
    RecipeNode rows = body.get("rows");
    return new MixStep(
        body.get("temperature").positiveOr(1),
        rows.isPresent() ? rows.amount() : new Amount.Percent(BigDecimal.valueOf(100)));
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    return Optional.of(
        new PreparedStep(
            label,
            "mix domains at temperature " + temperature + ", " + rows,
            List.of(),
            List.of(),
            new RowForecast(true, sizes -> MixDomains.quotas(sizes, temperature, rows)),
            true,
            new MixDomains(label, context.seed(), temperature, rows)));
  }
}
