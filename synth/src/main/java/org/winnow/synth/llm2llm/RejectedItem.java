package org.winnow.synth.llm2llm;

/**
 * A text of the teacher that did not become an item.
 *
 * @param text the question, or all that was said where no question could be told
 * @param seedId the seed that it was asked for
 * @param round from 1
 * @param attempt which request for this seed and round brought it, from 1
 * @param reason a stable word
 * @param evidence what was expected and what was found
 */
public record RejectedItem(
    String text, String seedId, int round, int attempt, String reason, String evidence) {}
