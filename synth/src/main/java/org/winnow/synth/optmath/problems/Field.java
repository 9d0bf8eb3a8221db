package org.winnow.synth.optmath.problems;

import java.util.List;

/**
 * A number, or a table of numbers over sets, and the sentence form that says one entry.
 *
 * @param name unique in its class
 * @param sentence a clause in which {@code #} stands for the number and {@code {0}}, {@code {1}}
 *     for the members of the sets; without {@code #} it states that an entry is there
 * @param kind which entries there have to be
 * @param sets names of the sets, outermost first; none for a single number
 */
public record Field(String name, String sentence, Kind kind, List<String> sets) {
  /** Which entries a table has. */
  public enum Kind {
    /** All of them. */
    FULL,
    /** Those that are said; the others are absent, which is not the same as 0. */
    SPARSE
  }

  public Field {
    sets = List.copyOf(sets);
  }

  /** One number. */
  static Field number(String name, String sentence) {
    return new Field(name, sentence, Kind.FULL, List.of());
  }

  /** A number for each member of a set, or for each combination of members. */
  static Field table(String name, String sentence, String... sets) {
    return new Field(name, sentence, Kind.FULL, List.of(sets));
  }

  /** A number for some combinations of members, or just their being there. */
  static Field sparse(String name, String sentence, String... sets) {
    return new Field(name, sentence, Kind.SPARSE, List.of(sets));
  }

  boolean hasNumber() {
    return sentence.indexOf('#') >= 0;
  }
}
