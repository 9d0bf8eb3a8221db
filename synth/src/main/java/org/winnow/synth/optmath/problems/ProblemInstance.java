package org.winnow.synth.optmath.problems;

import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.solve.Solution;

/**
 * An instance that is solved.
 *
 * @param problem its class
 * @param id its name among the instances of its class
 * @param data its numbers
 * @param model its model
 * @param text its words
 * @param solution an optimal one
 */
public record ProblemInstance(
    ProblemClass problem,
    String id,
    ProblemData data,
    Model model,
    String text,
    Solution solution) {}
