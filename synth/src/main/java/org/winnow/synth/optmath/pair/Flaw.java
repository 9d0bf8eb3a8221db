package org.winnow.synth.optmath.pair;

import static java.util.Objects.requireNonNull;

/**
 * Why something was not made or not taken.
 *
 * @param reason for counting, in snake_case; a failed request has its {@link
 *     org.winnow.synth.teacher.FailureKind#label}
 * @param evidence what was expected and what was found
 */
public record Flaw(String reason, String evidence) {
  public Flaw {
    requireNonNull(reason, "reason is null");
    requireNonNull(evidence, "evidence is null");
  }
}
