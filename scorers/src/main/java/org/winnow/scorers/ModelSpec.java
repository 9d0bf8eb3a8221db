package org.winnow.scorers;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.winnow.scorers.checkpoint.CheckpointException;

/**
 * Which model scores, and how it reads samples.
 *
 * @param checkpoint a directory, or {@code builtin:reference}
 * @param maxTokens most tokens of a sample that the model sees; at least 8, or {@link #CONTEXT}
 * @param device where the model runs
 * @param whenTooLong what happens to a longer sample
 */
public record ModelSpec(
    String checkpoint, int maxTokens, DeviceChoice device, WhenTooLong whenTooLong)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MIN_TOKENS = 8;

  /** As many tokens as the checkpoint has positions for, but not more than 4096. */
  public static final int CONTEXT = Integer.MAX_VALUE;

  private static final int LONGEST_CONTEXT = 4096;

  public ModelSpec {
    requireNonNull(checkpoint, "checkpoint is null");
    requireNonNull(device, "device is null");
    requireNonNull(whenTooLong, "whenTooLong is null");
    if (maxTokens < MIN_TOKENS) {
      throw new IllegalArgumentException(
          "max_tokens must be >= " + MIN_TOKENS + ", got " + maxTokens);
    }
  }

  /**
   * The same with {@link #CONTEXT} replaced by what the checkpoint has.
   *
   * @param positions longest context of the checkpoint, in tokens
   * @throws CheckpointException if more tokens are asked for than that
   */
  public ModelSpec within(int positions) {
    if (maxTokens == CONTEXT) {
      return withMaxTokens(Math.min(positions, LONGEST_CONTEXT));
    }
    if (maxTokens > positions) {
      throw new CheckpointException(
          "max_tokens "
              + maxTokens
              + " exceeds "
              + positions
              + ", the longest context that checkpoint "
              + checkpoint
              + " is run in");
    }
    return this;
  }

  /** Another checkpoint, which reads samples in the same way. */
  public ModelSpec withCheckpoint(String other) {
    return new ModelSpec(other, maxTokens, device, whenTooLong);
  }

  /** Another limit on tokens. */
  public ModelSpec withMaxTokens(int tokens) {
    return new ModelSpec(checkpoint, tokens, device, whenTooLong);
  }

  /** The checkpoint on the device that the machine offers, truncating samples at 1024 tokens. */
  public static ModelSpec of(String checkpoint) {
    return new ModelSpec(checkpoint, 1024, DeviceChoice.AUTO, WhenTooLong.TRUNCATE_PROMPT);
  }
}
