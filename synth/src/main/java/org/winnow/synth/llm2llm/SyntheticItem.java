package org.winnow.synth.llm2llm;

/**
 * An item that a teacher wrote, and where it comes from.
 *
 * @param item the item
 * @param seedId the seed that it is like
 * @param round from 1
 * @param attempt which request for this seed and round brought it, from 1
 */
public record SyntheticItem(Item item, String seedId, int round, int attempt) {}
