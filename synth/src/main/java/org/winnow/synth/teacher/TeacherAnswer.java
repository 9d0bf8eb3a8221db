package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The teacher answered.
 *
 * @param text what it said, not empty; conforms to the request's schema if there is one
 * @param finishReason why it stopped, in the server's word, usually {@code stop}; empty where the
 *     server does not say
 * @param usage tokens that the server counted; none where it does not say
 * @param cost what these tokens cost by the price list, in its currency; empty for a model without
 *     a price
 * @param attempt the attempt that was answered, from 1; 0 for an answer that is {@code cached}
 * @param cached whether the answer was known before, so that nothing was sent or paid for it
 * @param raw the answer as it came
 */
public record TeacherAnswer(
    String text,
    String finishReason,
    TokenUsage usage,
    Optional<BigDecimal> cost,
    int attempt,
    boolean cached,
    String raw)
    implements TeacherResult {
  public TeacherAnswer {
    requireNonNull(finishReason, "finishReason is null");
    requireNonNull(usage, "usage is null");
    requireNonNull(cost, "cost is null");
    requireNonNull(raw, "raw is null");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an answer must have text");
    }
    if (cached ? attempt != 0 : attempt < 1) {
      throw new IllegalArgumentException(
          "attempt must be 0 for a cached answer and >= 1 for another, got " + attempt);
    }
  }

  /** The same answer as one that was known before. */
  TeacherAnswer asCached() {
    return new TeacherAnswer(text, finishReason, usage, cost, 0, true, raw);
  }
}
