package org.winnow.pipelines.run;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Renders templates which stand beside classes. Values are data: they are never read as templates.
 */
public final class Templates {
  private static final Jinjava JINJA =
      new Jinjava(
          JinjavaConfig.newBuilder()
              .withNestedInterpretationEnabled(false)
              .withTrimBlocks(true)
              .withLstripBlocks(true)
              .withFailOnUnknownTokens(true)
              .build());

  private Templates() {}

  /**
   * Fills in a template of this package.
   *
   * @param name resource beside this class
   * @param values plain maps, lists, texts and numbers
   */
  static String render(String name, Map<String, ?> values) throws IOException {
    return render(Templates.class, name, values);
  }

  /**
   * Fills in a template. It knows nothing of the format it writes: values come quoted for it.
   *
   * @param owner the class beside which the template stands
   * @param name resource beside that class
   * @param values plain maps, lists, texts and numbers
   * @throws IOException if there is no such template or it cannot be filled in
   */
  public static String render(Class<?> owner, String name, Map<String, ?> values)
      throws IOException {
    String template;
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("there is no template " + name);
      }
      template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    RenderResult result = JINJA.renderForResult(template, values);
    if (!result.getErrors().isEmpty()) {
      throw new IOException(
          "template " + name + " cannot be filled in: " + result.getErrors().get(0).getMessage());
    }
    return result.getOutput();
  }
}
