package org.winnow.scorers.bench;

/**
 * What generation cost on this machine.
 *
 * @param requests answered
 * @param promptTokens of all requests together
 * @param newTokens of all answers together
 * @param wallSeconds with stored keys and values, by the clock
 * @param processorSeconds with stored keys and values, of all processors
 * @param twinTokens tokens that were generated without anything stored
 * @param twinWallSeconds for those, by the clock
 * @param twinProcessorSeconds for those, of all processors
 * @param equalTokens how many of the twin's tokens are the same
 * @param workers threads
 */
public record GenerationReport(
    int requests,
    long promptTokens,
    long newTokens,
    double wallSeconds,
    double processorSeconds,
    long twinTokens,
    double twinWallSeconds,
    double twinProcessorSeconds,
    long equalTokens,
    int workers) {
  /** How many times more processor time a token costs where nothing is stored. */
  public double ratio() {
    return twinProcessorSeconds / twinTokens / (processorSeconds / newTokens);
  }
}
