package org.winnow.scorers;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Valid option values of one scorer, defaults filled in. */
public final class ScorerOptions {
  private final Map<String, String> values;

  ScorerOptions(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  /** An option that is a number. */
  public double number(String option) {
    return Double.parseDouble(word(option));
  }

  /** An option that is a flag. */
  public boolean flag(String option) {
    return Boolean.parseBoolean(word(option));
  }

  /** An option's value as it is written. */
  public String word(String option) {
    return Optional.ofNullable(values.get(option))
        .orElseThrow(() -> new IllegalArgumentException("no option " + option));
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
