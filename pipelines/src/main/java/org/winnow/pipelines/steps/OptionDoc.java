package org.winnow.pipelines.steps;

/**
 * One key of a step's body, as the catalogue shows it.
 *
 * @param name the key
 * @param type what may be written
 * @param defaultValue what holds if it is left out; empty if it must be there
 * @param meaning what it does
 */
public record OptionDoc(String name, String type, String defaultValue, String meaning) {}
