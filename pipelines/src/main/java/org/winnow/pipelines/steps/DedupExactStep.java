package org.winnow.pipelines.steps;

import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.transforms.dedup.DedupExact;
import org.winnow.transforms.dedup.Match;

/**
 * {@code dedup_exact}: keeps one row of each content.
 *
 * @param match when rows count as equal
 * @param keep which of them stays
 */
record DedupExactStep(Match match, KeepOption keep) implements StepSpec {
  static final StepType TYPE =
      new StepType(
          "dedup_exact",
          "Keeps one row of each content: of rows with equal messages the first stays, in the order"
              + " of domain, a digest of the row's other fields, file and row. Preference pairs are"
              + " equal if their rejected answers are equal too.",
          List.of(
              new OptionDoc(
                  "match",
                  "exact or normalized",
                  "exact",
                  "Whether contents must be equal to the letter, or but for case, punctuation, white"
                      + " space and Unicode form."),
              new OptionDoc(
                  "keep",
                  KeepOption.TYPE,
                  "",
                  "Which of equal rows stays; by default the first, as above.")),
          "dedup_exact: {match: normalized}",
          DedupExactStep::read);

  private static StepSpec read(RecipeNode body) {
    if (body.isPresent()) {
      body.expectMapping("a mapping, which may be empty: {}");
    }
    body.allowKeys("match", "keep");
    return new DedupExactStep(
        body.get("match").oneOfOr(Match.EXACT, Match.class), KeepOption.read(body.get("keep")));
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    keep.check(where, context);
    return Optional.of(
        new PreparedStep(
            label,
            "keep one row of each "
                + (match == Match.NORMALIZED ? "normalized content" : "content")
                + keep.summary(),
            List.of(),
            List.of(),
            RowForecast.unchanged(false),
            false,
            new DedupExact(label, match, keep.preference(), context.inputBytes())));
  }
}
