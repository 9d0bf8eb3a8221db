package org.winnow.scorers;

/**
 * Why a sample has no scores.
 *
 * @param reason a stable word in snake_case
 * @param evidence what was found, for a person to read; never the whole sample
 */
public record Unscorable(String reason, String evidence) {}
