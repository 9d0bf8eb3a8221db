package org.winnow.scorers;

import java.util.Locale;

/** The four weight matrices of an attention layer. */
public enum Projection {
  Q,
  K,
  V,
  O;

  /** The name used in columns: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
