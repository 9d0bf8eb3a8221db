package org.winnow.transforms.hygiene;

/**
 * A place in a text.
 *
 * @param start of its first char
 * @param end behind its last char
 */
record Span(int start, int end) {}
