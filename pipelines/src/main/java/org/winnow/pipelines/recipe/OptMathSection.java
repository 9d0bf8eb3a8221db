package org.winnow.pipelines.recipe;

import static java.util.Objects.requireNonNull;

import org.winnow.synth.optmath.pair.OptMathSettings;
import org.winnow.synth.teacher.GenerationParameters;

/**
 * OptMATH in a recipe; it has no input, and a teacher only if one is asked.
 *
 * @param settings what the method may be told
 * @param text who puts instances into words
 * @param model who makes models of the words
 * @param search who looks for the parameters of a tier
 * @param rounds most rounds in which a teacher criticises and refines a text, from 0
 * @param variants new problems that a teacher makes of each pair, from 0
 * @param parameters how the teacher generates
 * @param workers shares of the work that are done at once in one process, from 1
 */
public record OptMathSection(
    OptMathSettings settings,
    TextSource text,
    ModelSource model,
    Search search,
    int rounds,
    int variants,
    GenerationParameters parameters,
    int workers)
    implements SynthesisRecipe.MethodSection {
  /** Who puts instances into words. */
  public enum TextSource {
    /** The sentences of the class. */
    VERBALISER,
    /** A teacher, who criticises and refines them. */
    TEACHER
  }

  /** Who makes models of words. */
  public enum ModelSource {
    /** Who knows the sentences of the class. */
    VERBALISER,
    /** A teacher, who answers with a model in JSON. */
    JSON,
    /** A teacher, who answers with a model in LP format. */
    LP
  }

  /** Who looks for the parameters of a tier. */
  public enum Search {
    /** Sizes are halved and doubled. */
    BISECTION,
    /** A teacher, who is told what came of its choices. */
    TEACHER
  }

  public OptMathSection {
    requireNonNull(search, "search is null");
    requireNonNull(settings, "settings is null");
    requireNonNull(text, "text is null");
    requireNonNull(model, "model is null");
    requireNonNull(parameters, "parameters is null");
  }

  /** Whether a teacher is asked at all. */
  public boolean asks() {
    return asks(text, model, search);
  }

  static boolean asks(TextSource text, ModelSource model, Search search) {
    return text == TextSource.TEACHER
        || model != ModelSource.VERBALISER
        || search == Search.TEACHER;
  }
}
