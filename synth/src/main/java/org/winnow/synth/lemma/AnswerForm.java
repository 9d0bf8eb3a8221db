package org.winnow.synth.lemma;

import java.util.Locale;

/** How the teacher answers where it has to choose: an error's type, a step's number. */
public enum AnswerForm {
  /** A JSON object that conforms to a schema, for servers that know schemas. */
  JSON,
  /** A closing sentence of a fixed form, for the others. */
  TEXT;

  /** The name used in files, in snake_case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
