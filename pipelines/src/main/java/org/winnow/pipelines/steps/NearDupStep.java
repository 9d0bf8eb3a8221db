package org.winnow.pipelines.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.transforms.dedup.Banding;
import org.winnow.transforms.dedup.ComparedPart;
import org.winnow.transforms.dedup.NearDup;
import org.winnow.transforms.dedup.NearDupForm;
import org.winnow.transforms.dedup.Ngram;

/**
 * {@code near_dup}: keeps one row of each cluster of rows that are nearly the same.
 *
 * @param form what rows are compared by
 * @param verify the similarity that rows of an equal band must have; 0 if the band is enough
 * @param keep which row of a cluster stays
 */
record NearDupStep(NearDupForm form, double verify, KeepOption keep) implements StepSpec {
  private static final int MAX_NGRAM = 1000;

  static final StepType TYPE =
      new StepType(
          "near_dup",
          "Keeps one row of each cluster of near duplicates, found by MinHash over the n-grams of"
              + " normalised text; adds "
              + NearDup.CLUSTER_SIZE
              + " to rows that stay.",
          List.of(
              new OptionDoc(
                  "preset",
                  "words_14x8, words_256_j07 or chars_20x13",
                  "words_14x8",
                  "5 words, 14 bands of 8; 5 words, 256 permutations for a similarity of .7 (25 bands"
                      + " of 10); or 24 characters, 20 bands of 13. Either this, or ngram, bands and"
                      + " rows."),
              new OptionDoc(
                  "ngram",
                  "{words: 5} or {chars: 24}",
                  "",
                  "What texts are compared by; a shorter text is one n-gram."),
              new OptionDoc(
                  "bands",
                  "a whole number",
                  "",
                  "Rows are joined if one of so many bands is equal; bands x rows is at most 4096."),
              new OptionDoc(
                  "rows",
                  "a whole number",
                  "",
                  "Values in each band; the similarity at which rows are joined is about"
                      + " (1/bands)^(1/rows)."),
              new OptionDoc(
                  "verify",
                  "a number above 0, up to 1",
                  "",
                  "Rows with an equal band are joined only if the Jaccard similarity of their sets"
                      + " of n-grams, computed and not estimated, is at least this; without it, the"
                      + " band is enough, and rows of less similarity are joined too."),
              new OptionDoc(
                  "of",
                  "sample or prompt",
                  "sample",
                  "Whether all turns are compared, or those of the user; a row without text in them"
                      + " stays."),
              new OptionDoc(
                  "keep",
                  KeepOption.TYPE,
                  "",
                  "Which row of a cluster stays; by default, and among equals, the one of the"
                      + " smallest id, which is a hash.")),
          "near_dup: {preset: words_14x8, of: sample}",
          NearDupStep::read);

  private static StepSpec read(RecipeNode body) {
    if (body.isPresent()) {
      body.expectMapping("a mapping, which may be empty: {}");
    }
    body.allowKeys(TYPE.options().stream().map(OptionDoc::name).toArray(String[]::new));
    NearDupPreset preset =
        body.get("preset").oneOfOr(NearDupPreset.WORDS_14X8, NearDupPreset.class);
    List<String> own =
        List.of("ngram", "bands", "rows").stream()
            .filter(key -> body.get(key).isPresent())
            .toList();
    Ngram ngram = preset.ngram();
    Banding banding = preset.banding();
    if (!own.isEmpty()) {
      checkComplete(body, own);
      ngram = ngram(body.get("ngram"), ngram);
      banding = banding(body, banding);
    }
    ComparedPart part = body.get("of").oneOfOr(ComparedPart.SAMPLE, ComparedPart.class);
    return new NearDupStep(
        new NearDupForm(part, ngram, banding),
        similarity(body.get("verify")),
        KeepOption.read(body.get("keep")));
  }

  private static double similarity(RecipeNode node) {
    if (!node.isPresent()) {
      return 0;
    }
    double similarity = node.numberOr(1);
    if (similarity <= 0 || similarity > 1) {
      node.problem("expected a similarity above 0, up to 1, found " + node.shown());
      return 1;
    }
    return similarity;
  }

  private static void checkComplete(RecipeNode body, List<String> own) {
    if (body.get("preset").isPresent()) {
      body.problem("expected either preset, or ngram, bands and rows, found preset and " + own);
    } else if (own.size() < 3) {
      List<String> missing = new ArrayList<>(List.of("ngram", "bands", "rows"));
      missing.removeAll(own);
      body.problem(
          "expected ngram, bands and rows together, " + String.join(" and ", missing) + " missing");
    }
  }

  private static Ngram ngram(RecipeNode node, Ngram otherwise) {
    if (!node.isPresent() || !node.expectMapping("a mapping such as {words: 5} or {chars: 24}")) {
      return otherwise;
    }
    node.allowKeys("words", "chars");
    if (node.get("words").isPresent() == node.get("chars").isPresent()) {
      node.problem("expected either words or chars, found " + node.shown());
      return otherwise;
    }
    Ngram.Unit unit = node.get("words").isPresent() ? Ngram.Unit.WORDS : Ngram.Unit.CHARS;
    String key = unit.name().toLowerCase(Locale.ROOT);
    return new Ngram(unit, (int) node.get(key).wholeOr(otherwise.length(), 1, MAX_NGRAM));
  }

  private static Banding banding(RecipeNode body, Banding otherwise) {
    int max = Banding.MAX_VALUES;
    int bands = (int) body.get("bands").wholeOr(otherwise.bands(), 1, max);
    int rows = (int) body.get("rows").wholeOr(otherwise.rows(), 1, max);
    if ((long) bands * rows > max) {
      body.problem("bands x rows must be at most " + max + ", found " + bands + " x " + rows);
      return otherwise;
    }
    return new Banding(bands, rows);
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    keep.check(where, context);
    return Optional.of(
        new PreparedStep(
            label,
            String.format(
                Locale.ROOT,
                "keep one row of each cluster of near duplicates%s; %s by %s in %s, alike from about"
                    + " %.2f%s",
                keep.summary(),
                form.part().name().toLowerCase(Locale.ROOT),
                form.ngram(),
                form.banding(),
                form.banding().threshold(),
                verify > 0 ? ", verified from " + verify : ""),
            List.of(NearDup.CLUSTER_SIZE),
            List.of(),
            RowForecast.unchanged(false),
            false,
            new NearDup(
                label, form, verify, keep.preference(), context.store(), context.inputBytes())));
  }
}
