package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

/**
 * Something that a tree holds and that is not given out.
 *
 * @param seedId the tree
 * @param output what it would have been
 * @param text the instruction that is not given out
 * @param reason why it is not given out
 * @param evidence what was found, for a person to read
 */
public record HarvestRejection(
    String seedId, Output output, String text, HarvestReason reason, String evidence) {
  public HarvestRejection {
    requireNonNull(seedId, "seedId is null");
    requireNonNull(output, "output is null");
    requireNonNull(text, "text is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(evidence, "evidence is null");
  }

  /** What trees give. */
  public enum Output {
    PAIR,
    STEP,
    SAMPLE
  }
}
