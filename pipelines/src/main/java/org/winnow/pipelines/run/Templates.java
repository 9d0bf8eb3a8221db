package org.winnow.pipelines.run;

import java.io.IOException;
import java.util.Map;
import org.winnow.synth.prompt.Prompts;

/**
 * Renders templates which stand beside classes. Values are data: they are never read as templates.
 */
public final class Templates {
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
    try {
      return Prompts.render(owner, name, values);
    } catch (IllegalArgumentException e) {
      throw new IOException("template " + e.getMessage(), e);
    }
  }
}
