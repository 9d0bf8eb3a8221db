package org.winnow.scorers;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One option of a scorer.
 *
 * @param name the key in a recipe
 * @param type what a value is, in words
 * @param defaultValue the value when the recipe has none
 * @param allowed which values are allowed, in words
 * @param doc one sentence
 * @param accepts whether a value is allowed
 */
public record ScorerOption(
    String name,
    String type,
    String defaultValue,
    String allowed,
    String doc,
    Predicate<String> accepts) {
  private static final String CHECKPOINT = "checkpoint";

  /** A finite number above 0. */
  public static ScorerOption positiveNumber(String name, String defaultValue, String doc) {
    return new ScorerOption(
        name, "number", defaultValue, "a finite number > 0", doc, ScorerOption::isPositive);
  }

  /** A whole number of 64 bits, of either sign. */
  public static ScorerOption wholeNumber(String name, String defaultValue, String doc) {
    return new ScorerOption(
        name, "number", defaultValue, "a whole number", doc, ScorerOption::isWhole);
  }

  /** One of several words; the first is the default. */
  public static ScorerOption choice(String name, List<String> words, String doc) {
    return new ScorerOption(
        name, "word", words.get(0), "one of " + words, doc, List.copyOf(words)::contains);
  }

  /** {@code true} or {@code false}, by default false. */
  public static ScorerOption flag(String name, String doc) {
    List<String> words = List.of("true", "false");
    return new ScorerOption(name, "flag", "false", "true or false", doc, words::contains);
  }

  /** A checkpoint that must be given. */
  public static ScorerOption checkpoint(String name, String doc) {
    return new ScorerOption(
        name, CHECKPOINT, "", "the folder of a checkpoint", doc, value -> !value.isBlank());
  }

  /** Any number of checkpoints, with commas between them; none by default. */
  public static ScorerOption checkpoints(String name, String doc) {
    return new ScorerOption(
        name, CHECKPOINT + "s", "", "folders of checkpoints, with commas", doc, value -> true);
  }

  /** Whether values name checkpoints; relative names are resolved by whoever read them. */
  public boolean namesCheckpoints() {
    return type.startsWith(CHECKPOINT);
  }

  /** Whether there is no default, so that a value must be given. */
  public boolean isRequired() {
    return !accepts.test(defaultValue);
  }

  /** What is wrong with a value, if anything. */
  Optional<String> problem(String value) {
    return accepts.test(value)
        ? Optional.empty()
        : Optional.of(name + " must be " + allowed + ", got '" + value + "'");
  }

  private static boolean isWhole(String value) {
    try {
      Long.parseLong(value);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isPositive(String value) {
    try {
      double number = Double.parseDouble(value);
      return number > 0 && Double.isFinite(number);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
