package org.winnow.pipelines.recipe;

import static java.util.Objects.requireNonNull;

import org.winnow.synth.optmath.pair.OptMathSettings;

/**
 * OptMATH in a recipe; it has no input.
 *
 * @param settings what the method may be told
 * @param text who puts instances into words
 * @param model who makes models of the words
 */
public record OptMathSection(OptMathSettings settings, TextSource text, ModelSource model)
    implements SynthesisRecipe.MethodSection {
  /** Who puts instances into words. */
  public enum TextSource {
    /** The sentences of the class. */
    VERBALISER
  }

  /** Who makes models of words. */
  public enum ModelSource {
    /** Who knows the sentences of the class. */
    VERBALISER
  }

  public OptMathSection {
    requireNonNull(settings, "settings is null");
    requireNonNull(text, "text is null");
    requireNonNull(model, "model is null");
  }
}
