package org.winnow.scorers;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A scorer by name, with options as a recipe writes them.
 *
 * @param name the scorer's name in {@link Scorers#ALL}
 * @param options values by option name, sorted by name; what is left out has its default
 */
public record ScorerConfig(String name, Map<String, String> options) implements Serializable {
  private static final long serialVersionUID = 1L;

  public ScorerConfig {
    requireNonNull(name, "name is null");
    SortedMap<String, String> sorted = new TreeMap<>(options);
    options = Collections.unmodifiableSortedMap(sorted);
  }

  /** A scorer with its default options. */
  public static ScorerConfig of(String name) {
    return new ScorerConfig(name, Map.of());
  }
}
