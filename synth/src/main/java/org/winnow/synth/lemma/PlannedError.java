package org.winnow.synth.lemma;

/**
 * An error to be planted.
 *
 * @param candidate where the outcome belongs
 * @param type of the error
 * @param repeat how many errors of the type were planned for the problem before, from 0
 */
record PlannedError(Candidate candidate, ErrorType type, int repeat) implements Traced {}
