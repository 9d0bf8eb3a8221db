package org.winnow.synth.optmath.pair;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.winnow.synth.optmath.problems.ProblemInstance;

/**
 * A solved instance that did not become a pair.
 *
 * @param instance the instance
 * @param step where it left
 * @param flaw why
 * @param text its words, if it got any
 * @param isHard whether its text has all numbers and was read as another problem; such ones are fit
 *     for a benchmark. Where a teacher wrote the text, it may be the text that is wrong
 * @param exchanges what a teacher was asked for it, in order
 */
public record RejectedInstance(
    ProblemInstance instance,
    Step step,
    Flaw flaw,
    Optional<String> text,
    boolean isHard,
    List<Exchange> exchanges) {
  /** Steps on the way to a pair. */
  public enum Step {
    /** The instance is put into words. */
    WRITE,
    /** A model is made of the words. */
    READ,
    /** The model is held against the instance's. */
    COMPARE;

    /** For counting. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RejectedInstance {
    exchanges = List.copyOf(exchanges);
  }
}
