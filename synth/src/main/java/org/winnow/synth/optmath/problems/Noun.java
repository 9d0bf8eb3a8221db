package org.winnow.synth.optmath.problems;

/**
 * A set that an instance has, by the word for one of its members.
 *
 * @param name the word, which is also the set's name: {@code item}
 * @param plural the word for several
 */
public record Noun(String name, String plural) {}
