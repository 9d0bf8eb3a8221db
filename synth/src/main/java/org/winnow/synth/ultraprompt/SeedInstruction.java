package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

/**
 * An instruction that is to be rewritten: the root of a tree.
 *
 * @param id tells trees apart; not blank
 * @param category decides which principles apply; may be one that has none of its own
 * @param text the raw instruction; not blank
 */
public record SeedInstruction(String id, String category, String text) {
  public SeedInstruction {
    requireNonNull(category, "category is null");
    if (id.isBlank()) {
      throw new IllegalArgumentException("a seed instruction must have an id, found none");
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("seed instruction " + id + " must have text, found none");
    }
    if (UnicodeText.hasLoneSurrogate(text)) {
      throw new IllegalArgumentException("seed instruction " + id + " holds half a surrogate pair");
    }
  }
}
