package org.winnow.scorers.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One way of scoring, measured.
 *
 * @param name the scorers, or that it is the twin
 * @param samples scored in one pass over them
 * @param tokens of these samples, without padding
 * @param wallSeconds of one pass
 * @param processorSeconds of all processors in one pass
 * @param phaseSeconds time of all threads by phase, in order; empty for the twin
 * @param matmulOperations useful operations of matrix products, forward and activation backward;
 *     empty for the twin, which also forms weight gradients
 * @param peakBytes largest resident set of the process up to the end of the run, if known
 */
public record Measurement(
    String name,
    int samples,
    long tokens,
    double wallSeconds,
    double processorSeconds,
    Map<String, Double> phaseSeconds,
    Optional<Double> matmulOperations,
    OptionalLong peakBytes) {
  public Measurement {
    phaseSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(phaseSeconds));
  }

  /** Samples scored in a second of the clock. */
  public double samplesPerSecond() {
    return samples / wallSeconds;
  }

  /** Tokens scored in a second of the clock. */
  public double tokensPerSecond() {
    return tokens / wallSeconds;
  }

  /** Processor seconds that one sample takes. */
  public double processorSecondsPerSample() {
    return processorSeconds / samples;
  }
}
