package org.winnow.schemas;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One conversation of an instruction corpus, with its identity, its origin and what is known of it.
 *
 * @param id hash of the messages, see {@link SampleId}; 32 lower-case hexadecimal digits. Equal
 *     content has an equal id wherever it is stored, so the id survives resharding
 * @param domain the part of the corpus that the sample belongs to; never empty
 * @param messages the turns in order; at least one
 * @param origin where the sample came from
 * @param meta every source field that is not mapped, and what steps note on the sample, as one JSON
 *     object; <code>{}</code> if none
 * @param scores what scorers found out
 * @param weight loss weight for training; 1 unless a step sets it, finite and not negative
 */
public record Sample(
    String id,
    String domain,
    List<Message> messages,
    Origin origin,
    String meta,
    Scores scores,
    double weight) {
  public Sample {
    requireNonNull(id, "id is null");
    requireNonNull(domain, "domain is null");
    requireNonNull(origin, "origin is null");
    requireNonNull(meta, "meta is null");
    requireNonNull(scores, "scores is null");
    messages = List.copyOf(messages);
    if (domain.isEmpty()) {
      throw new IllegalArgumentException("domain is empty, sample " + id);
    }
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("messages is empty, sample " + id);
    }
    if (!Double.isFinite(weight) || weight < 0) {
      throw new IllegalArgumentException(
          "weight must be finite and >= 0, got " + weight + ", sample " + id);
    }
  }

  /** A sample fresh from its source: the id is computed, no scores, weight 1. */
  public static Sample of(String domain, List<Message> messages, Origin origin, String meta) {
    return new Sample(SampleId.of(messages), domain, messages, origin, meta, Scores.none(), 1.0);
  }

  /** The same sample with other scores. */
  public Sample withScores(Scores newScores) {
    return new Sample(id, domain, messages, origin, meta, newScores, weight);
  }

  /** The same sample with another meta. */
  public Sample withMeta(String newMeta) {
    return new Sample(id, domain, messages, origin, newMeta, scores, weight);
  }

  /** The same sample with another training weight. */
  public Sample withWeight(double newWeight) {
    return new Sample(id, domain, messages, origin, meta, scores, newWeight);
  }
}
