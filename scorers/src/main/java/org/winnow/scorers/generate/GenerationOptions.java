package org.winnow.scorers.generate;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;

/**
 * How a model answers.
 *
 * @param maxNewTokens most tokens of the answer; from 1
 * @param temperature what logits are divided by; 0 takes the most likely token each time
 * @param topK how many of the most likely tokens are drawn from; 0 for all
 * @param topP tokens are drawn from the fewest most likely ones that together have at least this
 *     probability; in (0, 1]
 * @param seed decides all draws of a request
 * @param stop texts that end an answer and are not part of it; none is empty
 * @param ignoreEnd whether an answer goes on where the model ends it, so that its length is known
 *     before; for benchmarks
 */
public record GenerationOptions(
    int maxNewTokens,
    double temperature,
    int topK,
    double topP,
    long seed,
    List<String> stop,
    boolean ignoreEnd)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public GenerationOptions {
    requireNonNull(stop, "stop is null");
    stop = List.copyOf(stop);
    if (maxNewTokens < 1) {
      throw new IllegalArgumentException("max_new_tokens must be >= 1, got " + maxNewTokens);
    }
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be >= 0, got " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("top_k must be >= 0, got " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top_p must be in (0, 1], got " + topP);
    }
    if (stop.contains("")) {
      throw new IllegalArgumentException("a stop text is empty");
    }
  }

  /** Takes the most likely token each time. */
  public static GenerationOptions greedy(int maxNewTokens) {
    return new GenerationOptions(maxNewTokens, 0, 0, 1, 0, List.of(), false);
  }
}
