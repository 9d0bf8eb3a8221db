package org.winnow.synth.lemma;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import org.winnow.synth.teacher.GenerationParameters;

/**
 * What a run of {@link Lemma} may be told.
 *
 * @param seed the recipe's seed: draws error types, transition phrases and references
 * @param parameters how the teacher generates, at each stage
 * @param form how the teacher answers where it has to choose
 * @param injections errors to plant for each problem that a student got wrong, from 0
 * @param maxCharacters longest trajectory, in characters, from 1
 */
public record LemmaSettings(
    long seed,
    GenerationParameters parameters,
    AnswerForm form,
    int injections,
    int maxCharacters) {
  private static final int INJECTIONS = 2;
  private static final int MAX_CHARACTERS = 8000;

  public LemmaSettings {
    requireNonNull(parameters, "parameters is null");
    requireNonNull(form, "form is null");
    if (injections < 0) {
      throw new IllegalArgumentException("injections must be >= 0, got " + injections);
    }
    if (maxCharacters < 1) {
      throw new IllegalArgumentException("maxCharacters must be >= 1, got " + maxCharacters);
    }
  }

  /**
   * The published sampling (temperature 0.7, top_p 1, 4096 tokens), schemas, 2 planted errors, 8000
   * characters.
   */
  public static LemmaSettings of(String model, long seed) {
    GenerationParameters plain = GenerationParameters.of(model).withTemperature(0.7);
    GenerationParameters published =
        new GenerationParameters(
            plain.model(),
            plain.temperature(),
            OptionalDouble.of(1),
            plain.maxTokens(),
            plain.stop(),
            plain.seed());
    return new LemmaSettings(
        seed, published.withMaxTokens(4096), AnswerForm.JSON, INJECTIONS, MAX_CHARACTERS);
  }

  /** The same with another way of generating. */
  public LemmaSettings withParameters(GenerationParameters other) {
    return new LemmaSettings(seed, other, form, injections, maxCharacters);
  }

  /** The same with another form of answers. */
  public LemmaSettings withForm(AnswerForm other) {
    return new LemmaSettings(seed, parameters, other, injections, maxCharacters);
  }

  /** The same with another number of planted errors for each problem. */
  public LemmaSettings withInjections(int other) {
    return new LemmaSettings(seed, parameters, form, other, maxCharacters);
  }

  /** The same with another longest trajectory, in characters. */
  public LemmaSettings withMaxCharacters(int other) {
    return new LemmaSettings(seed, parameters, form, injections, other);
  }
}
