package org.winnow.synth.lemma;

import java.util.Map;

/** The prompts of this package. */
final class Prompts {
  private Prompts() {}

  /** A prompt with its values, see {@link org.winnow.synth.prompt.Prompts#fill}. */
  static String fill(String name, Map<String, ?> values) {
    return org.winnow.synth.prompt.Prompts.fill(Prompts.class, name, values);
  }

  /** A type of errors as prompts have it. */
  static Map<String, String> described(ErrorType type) {
    return Map.of("label", type.label(), "definition", type.definition());
  }
}
