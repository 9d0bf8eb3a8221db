package org.winnow.synth.prompt;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Prompts and lists that stand beside a class. Values are data: never read as templates. */
public final class Prompts {
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
   * @param owner the class in whose package the prompt is
   * @param name the resource without {@code .txt}
   * @param values plain maps, lists and texts, one for each of the prompt's names
   * @throws IllegalArgumentException if there is no such prompt, or a value is missing
   */
  public static String fill(Class<?> owner, String name, Map<String, ?> values) {
    return render(owner, name + ".txt", values).strip();
  }

  /**
   * A resource with its values. It knows nothing of the format it writes: values come quoted for
   * it.
   *
   * @param owner the class in whose package the resource is
   * @param values plain maps, lists, texts and numbers, one for each name in it
   * @throws IllegalArgumentException if there is no such resource, or a value is missing
   */
  public static String render(Class<?> owner, String resource, Map<String, ?> values) {
    RenderResult result = JINJA.renderForResult(text(owner, resource), values);
    if (!result.getErrors().isEmpty()) {
      throw new IllegalArgumentException(
          resource + " cannot be filled in: " + result.getErrors().get(0).getMessage());
    }
    return result.getOutput();
  }

  /** The lines of a resource, without empty ones. */
  public static List<String> lines(Class<?> owner, String resource) {
    return text(owner, resource).lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * A resource as it is.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static String text(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + resource + " cannot be read", e);
    }
  }
}
