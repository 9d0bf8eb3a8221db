package org.winnow.synth.lemma;

/**
 * A problem whose known solution states an answer.
 *
 * @param problem the problem
 * @param answer the answer that the known solution states
 * @param reference another right solution if a student has one, else the known one
 */
record SolvedProblem(MathProblem problem, KnownAnswer answer, String reference) {}
