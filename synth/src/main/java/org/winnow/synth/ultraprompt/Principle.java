package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

/**
 * A way of making an instruction better: one action of the search.
 *
 * @param name what files call it; not blank
 * @param category which instructions it is for; not blank
 * @param text what the teacher is told to do; not blank
 */
public record Principle(String name, String category, String text) {
  public Principle {
    check("name", name);
    check("category", category);
    check("text", text);
  }

  private static void check(String field, String value) {
    if (requireNonNull(value, field + " of a principle is null").isBlank()) {
      throw new IllegalArgumentException(field + " of a principle must have text, found none");
    }
  }
}
