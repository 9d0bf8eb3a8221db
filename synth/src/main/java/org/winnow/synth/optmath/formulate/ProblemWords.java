package org.winnow.synth.optmath.formulate;

/**
 * A problem to be formulated.
 *
 * @param id names it; decides on the wording of the request
 * @param text the problem, and all that there is to go by
 * @param sample number of the model where several are wanted, from 0; decides on the wording too
 */
public record ProblemWords(String id, String text, int sample) {}
