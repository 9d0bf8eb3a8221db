package org.winnow.synth.lemma;

/**
 * What is wrong with an answer.
 *
 * @param evidence what was expected and what was found, for a person to read
 */
record Fault(Reason reason, String evidence) {}
