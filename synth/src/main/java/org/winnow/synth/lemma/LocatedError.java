package org.winnow.synth.lemma;

/**
 * A wrong solution, cut off right after its first wrong step.
 *
 * @param candidate where it comes from
 * @param type of the error
 * @param step the first wrong step, from 1
 * @param prefix the solution up to and including that step
 */
record LocatedError(Candidate candidate, ErrorType type, int step, String prefix)
    implements Traced {}
