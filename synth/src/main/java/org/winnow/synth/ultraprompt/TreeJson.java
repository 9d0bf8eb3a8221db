package org.winnow.synth.ultraprompt;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * Trees as JSON: one line, fields in the order of the records, the same bytes for the same tree.
 * Reading is strict: an unknown, missing or repeated field, a value of another type and a tree that
 * cannot be one are errors.
 */
public final class TreeJson {
  private TreeJson() {}

  /** A tree as one line without its end. */
  public static String write(SearchTree tree) {
    try {
      return StrictJson.MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("tree " + tree.seed().id() + " cannot be written", e);
    }
  }

  /**
   * Reads a tree.
   *
   * @param where the text stands, for messages
   * @throws IllegalArgumentException if it is not one
   */
  public static SearchTree read(String json, String where) {
    try {
      return StrictJson.read(json, SearchTree.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          where + ": expected a search tree in JSON, found: " + e.getOriginalMessage(), e);
    }
  }
}
