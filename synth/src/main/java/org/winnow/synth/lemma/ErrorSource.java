package org.winnow.synth.lemma;

import java.util.Locale;

/** Who made the error of a wrong solution. */
public enum ErrorSource {
  /** A student, in an attempt. */
  STUDENT,
  /** The teacher, who was told to. */
  INJECTED;

  /** The name used in files, in snake_case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
