package org.winnow.synth.optmath.pair;

import java.util.List;
import org.winnow.synth.optmath.problems.ProblemInstance;

/**
 * A problem in words whose model was found again.
 *
 * @param instance the problem with its model and optimum
 * @param text its words
 * @param perturbations changes of a number after which the model that was found still agreed
 * @param exchanges what a teacher was asked for text and model, in order
 */
public record AcceptedPair(
    ProblemInstance instance, String text, int perturbations, List<Exchange> exchanges) {
  public AcceptedPair {
    exchanges = List.copyOf(exchanges);
  }
}
