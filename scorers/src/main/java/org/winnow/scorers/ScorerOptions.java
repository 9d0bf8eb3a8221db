package org.winnow.scorers;

import java.util.Arrays;
import java.util.List;
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

  /** An option that is a whole number. */
  public long whole(String option) {
    return Long.parseLong(word(option));
  }

  /** An option that is a flag. */
  public boolean flag(String option) {
    return Boolean.parseBoolean(word(option));
  }

  /** The checkpoints that an option names. */
  public List<String> checkpoints(String option) {
    return Arrays.stream(word(option).split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
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
