package org.winnow.synth.lemma;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Fills in the prompts of this package. Values are data: they are never read as templates. */
final class Prompts {
  private static final Jinjava JINJA =
      new Jinjava(
          JinjavaConfig.newBuilder()
              .withNestedInterpretationEnabled(false)
              .withTrimBlocks(true)
              .withLstripBlocks(true)
              .withFailOnUnknownTokens(true)
              .build());

  private Prompts() {}

  /**
   * A prompt with its values.
   *
   * @param name of the prompt: the resource without {@code .txt}
   * @param values plain maps, lists and texts, one for each of the prompt's names
   * @throws IllegalArgumentException if there is no such prompt, or a value is missing
   */
  static String fill(String name, Map<String, ?> values) {
    RenderResult result = JINJA.renderForResult(template(name), values);
    if (!result.getErrors().isEmpty()) {
      throw new IllegalArgumentException(
          "prompt " + name + " cannot be filled in: " + result.getErrors().get(0).getMessage());
    }
    return result.getOutput().strip();
  }

  /** A type of errors as prompts have it. */
  static Map<String, String> described(ErrorType type) {
    return Map.of("label", type.label(), "definition", type.definition());
  }

  private static String template(String name) {
    try (InputStream in = Prompts.class.getResourceAsStream(name + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no prompt " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("prompt " + name + " cannot be read", e);
    }
  }
}
