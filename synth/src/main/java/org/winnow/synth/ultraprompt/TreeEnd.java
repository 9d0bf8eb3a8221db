package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why a tree is searched no further.
 *
 * @param kind what ended it
 * @param reason the failure's label, where one ended it; {@code done} or {@code exhausted}
 * @param evidence what was found, for a person to read; may be empty
 */
public record TreeEnd(Kind kind, String reason, String evidence) {
  public TreeEnd {
    requireNonNull(kind, "kind is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(evidence, "evidence is null");
  }

  /** What ended a tree. */
  public enum Kind {
    /** All iterations are done. */
    @JsonProperty("done")
    DONE,
    /** No principle is left anywhere that could lead to a new text. */
    @JsonProperty("exhausted")
    EXHAUSTED,
    /** A rewrite was of no use as often as allowed, or its request was refused. */
    @JsonProperty("rewrite_failed")
    REWRITE_FAILED,
    /**
     * A response to the raw instruction was of no use as often as allowed, or a request for a
     * response was refused.
     */
    @JsonProperty("response_failed")
    RESPONSE_FAILED,
    /**
     * Responses to the raw instruction could not be scored as often as allowed, or a request for a
     * reward was refused.
     */
    @JsonProperty("reward_failed")
    REWARD_FAILED
  }
}
