package org.winnow.synth.ultraprompt;

import org.winnow.synth.prompt.Prompts;

/** The texts of this package. */
final class Resources {
  private Resources() {}

  /** A text by its file's name, without white space at its ends. */
  static String text(String name) {
    return Prompts.text(Resources.class, name).strip();
  }
}
