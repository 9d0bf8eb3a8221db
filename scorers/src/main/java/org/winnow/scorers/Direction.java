package org.winnow.scorers;

/** Which end of a score is recommended for keeping, by the source that defines the score. */
public enum Direction {
  HIGHER_IS_BETTER,
  LOWER_IS_BETTER,
  NEUTRAL
}
