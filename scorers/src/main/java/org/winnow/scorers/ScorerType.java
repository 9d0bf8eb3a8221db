package org.winnow.scorers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.winnow.scorers.checkpoint.DecoderSpec;

/**
 * One kind of score: what it is, what can be set, which columns it makes.
 *
 * @param name the name in a recipe, and the first part of its columns' names
 * @param summary one sentence
 * @param formula the definition, in the symbols of the scorer's class comment
 * @param source the paper
 * @param options what can be set
 * @param columnsOf the columns for given options and decoder
 * @param factory makes the scorer for given options
 */
public record ScorerType(
    String name,
    String summary,
    String formula,
    String source,
    List<ScorerOption> options,
    BiFunction<ScorerOptions, DecoderSpec, List<ScoreColumn>> columnsOf,
    Function<ScorerOptions, Scorer> factory) {
  public ScorerType {
    options = List.copyOf(options);
  }

  /** Everything that is wrong with the given options; empty if they are valid. */
  public List<String> problems(Map<String, String> given) {
    List<String> problems = new ArrayList<>();
    List<String> known = options.stream().map(ScorerOption::name).toList();
    new TreeMap<>(given)
        .forEach(
            (option, value) -> {
              int at = known.indexOf(option);
              if (at < 0) {
                problems.add(name + ": unknown option '" + option + "', known are " + known);
              } else {
                options.get(at).problem(value).ifPresent(p -> problems.add(name + ": " + p));
              }
            });
    for (ScorerOption option : options) {
      if (option.isRequired() && !given.containsKey(option.name())) {
        problems.add(name + ": " + option.name() + " must be given: " + option.allowed());
      }
    }
    return problems;
  }

  /** The columns that a scorer with these options makes. */
  public List<ScoreColumn> columns(Map<String, String> given, DecoderSpec decoder) {
    return List.copyOf(columnsOf.apply(withDefaults(given), decoder));
  }

  /**
   * The scorer with these options.
   *
   * @throws IllegalArgumentException if {@link #problems} finds any
   */
  public Scorer create(Map<String, String> given) {
    return factory.apply(withDefaults(given));
  }

  /** The given options and the defaults of all others. */
  ScorerOptions withDefaults(Map<String, String> given) {
    List<String> problems = problems(given);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    Map<String, String> values = new TreeMap<>();
    options.forEach(option -> values.put(option.name(), option.defaultValue()));
    values.putAll(given);
    return new ScorerOptions(values);
  }
}
