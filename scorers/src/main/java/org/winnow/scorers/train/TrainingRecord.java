package org.winnow.scorers.train;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened in a training; {@code training.json} beside the weights.
 *
 * @param fingerprint of base model, samples and options, 64 hexadecimal digits
 * @param samples that were trained on
 * @param refused samples that could not be, by reason
 * @param losses mean cross-entropy of the scored tokens of each step, in nats, before the step
 */
public record TrainingRecord(
    String fingerprint, int samples, Map<String, Integer> refused, List<Double> losses) {
  public TrainingRecord {
    refused = Collections.unmodifiableMap(new TreeMap<>(refused)); // in order, also when written
    losses = List.copyOf(losses);
  }
}
