package org.winnow.pipelines.refresh;

/**
 * How far a score's distribution moved between two datasets.
 *
 * @param domain the rows that are compared; empty for all rows
 * @param column name of the score
 * @param olderRows rows of the older dataset that have the score
 * @param newerRows rows of the newer dataset that have the score
 * @param olderMean their mean; NaN where there are none
 * @param newerMean likewise
 * @param distance the two-sample Kolmogorov-Smirnov statistic: the greatest difference of the two
 *     cumulative shares, in [0, 1]; 1 where just one of both has such rows, 0 where neither has.
 *     Values within 0.4 % of each other may count as equal, which can only lower it
 */
public record ScoreDrift(
    String domain,
    String column,
    long olderRows,
    long newerRows,
    double olderMean,
    double newerMean,
    double distance) {}
