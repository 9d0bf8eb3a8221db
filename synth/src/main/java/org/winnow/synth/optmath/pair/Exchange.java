package org.winnow.synth.optmath.pair;

import static java.util.Objects.requireNonNull;

/**
 * What a teacher was asked on the way to a pair, and answered.
 *
 * @param step what it was asked for, in snake_case
 * @param requestKey the request by its content, see {@link org.winnow.synth.teacher.RequestKey}
 * @param answer the text of the answer as it came
 */
public record Exchange(String step, String requestKey, String answer) {
  public Exchange {
    requireNonNull(step, "step is null");
    requireNonNull(requestKey, "requestKey is null");
    requireNonNull(answer, "answer is null");
  }
}
