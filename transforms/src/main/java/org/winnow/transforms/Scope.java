package org.winnow.transforms;

/** Within which rows a step compares and counts. */
public enum Scope {
  /** All rows together. */
  CORPUS,
  /** Each domain for itself. */
  DOMAIN;

  /** Name of the group that holds the whole corpus. */
  public static final String WHOLE_CORPUS = "corpus";

  /** The group that a row of {@code domain} belongs to. */
  public String group(String domain) {
    return this == CORPUS ? WHOLE_CORPUS : domain;
  }
}
