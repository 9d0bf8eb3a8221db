package org.winnow.synth.optmath.pair;

import org.winnow.synth.optmath.problems.ProblemInstance;

/**
 * An instance in words.
 *
 * @param text what a solver of the problem is given; all that {@link InstanceReader} may go by, but
 *     for the instance's class
 */
public record WordedInstance(ProblemInstance instance, String text) {}
