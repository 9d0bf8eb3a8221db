package org.winnow.synth.optmath.augment;

/**
 * A problem that others are made of.
 *
 * @param id names it; decides on the rules
 * @param text its words
 */
public record Original(String id, String text) {}
