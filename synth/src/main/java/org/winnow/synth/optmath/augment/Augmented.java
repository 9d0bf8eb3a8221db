package org.winnow.synth.optmath.augment;

import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.solve.Solution;

/**
 * A new problem with its model; what was asked for it is with its {@link
 * org.winnow.synth.optmath.pair.Made}.
 *
 * @param id the parent's, and the number of the variant
 * @param parent the id of the problem that it was made of
 * @param rule by which
 * @param text its words
 * @param model the first of the two models that agree
 * @param solution an optimal one of that model
 */
public record Augmented(
    String id, String parent, AugmentationRule rule, String text, Model model, Solution solution) {}
