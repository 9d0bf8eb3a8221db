package org.winnow.schemas.format;

import org.winnow.schemas.Role;

/** What a column of a written file holds. */
enum ColumnType {
  /** A text. */
  TEXT("", ""),

  /** A whole number of 64 bits. */
  WHOLE("", ""),

  /** A float64; null, or NaN where a format has no null, if it is absent. */
  NUMBER("", ""),

  /** A list of turns, each with {@code role} and {@code content}. */
  ROLE_TURNS("role", "content"),

  /** A list of turns, each with {@code from} and {@code value}. */
  FROM_TURNS("from", "value"),

  /** A list of pairs of texts: what the user said, what the assistant said. */
  PAIRS("", "");

  private final String speaker;
  private final String text;

  ColumnType(String speaker, String text) {
    this.speaker = speaker;
    this.text = text;
  }

  /** Whether the values are lists of turns. */
  boolean holdsTurns() {
    return !speaker.isEmpty();
  }

  /** The field of a turn that says who speaks; empty if there are no turns. */
  String speaker() {
    return speaker;
  }

  /** The field of a turn that says what is said; empty if there are no turns. */
  String text() {
    return text;
  }

  /** What a turn calls a role. */
  String label(Role role) {
    if (this != FROM_TURNS) {
      return role.label();
    }
    return switch (role) {
      case SYSTEM -> "system";
      case USER -> "human";
      case ASSISTANT -> "gpt";
      case TOOL -> "observation";
    };
  }
}
