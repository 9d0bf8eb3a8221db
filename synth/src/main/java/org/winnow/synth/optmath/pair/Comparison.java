package org.winnow.synth.optmath.pair;

import java.util.Optional;

/**
 * How a model that was read from a text compares with the instance's.
 *
 * @param flaw in what they differ; empty if they agree
 * @param isHard whether the text was read as another problem, see {@link RejectionSampling}
 * @param perturbations changes of a number after which both still agreed
 */
public record Comparison(Optional<Flaw> flaw, boolean isHard, int perturbations) {
  static Comparison agreed(int perturbations) {
    return new Comparison(Optional.empty(), false, perturbations);
  }

  static Comparison differ(Mismatch mismatch, String evidence, int perturbations) {
    return new Comparison(
        Optional.of(new Flaw(mismatch.label(), evidence)), mismatch.isHard(), perturbations);
  }
}
