package org.winnow.synth.lemma;

/**
 * A solution whose answer is not the known one.
 *
 * @param candidate where it comes from
 * @param type of its first error
 * @param text the solution
 */
record WrongSolution(Candidate candidate, ErrorType type, String text) implements Traced {}
