package org.winnow.synth.lemma;

/** A student's attempt whose answer is not the known one. */
record Attempt(Candidate candidate, String text) implements Traced {}
