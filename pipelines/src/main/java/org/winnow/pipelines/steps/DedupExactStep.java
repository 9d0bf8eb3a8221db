package org.winnow.pipelines.steps;

import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.transforms.dedup.DedupExact;

/** {@code dedup_exact}: keeps one row of each content. */
record DedupExactStep() implements StepSpec {
  static final StepType TYPE =
      new StepType(
          "dedup_exact",
          "Keeps one row of each content: of rows with equal messages the first stays, in the order"
              + " of domain, file and row.",
          List.of(),
          "dedup_exact: {}",
          DedupExactStep::read);

  private static StepSpec read(RecipeNode body) {
    if (body.isPresent()) {
      body.expectMapping("an empty mapping {}");
    }
    body.allowKeys();
    return new DedupExactStep();
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    return Optional.of(
        new PreparedStep(
            label,
            "keep one row of each content",
            List.of(),
            List.of(),
            RowForecast.unchanged(false),
            false,
            new DedupExact(label, context.inputBytes())));
  }
}
