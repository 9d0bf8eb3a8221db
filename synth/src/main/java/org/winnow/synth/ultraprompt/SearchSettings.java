package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

/**
 * How a tree is searched.
 *
 * @param seed the recipe's seed: draws the principles
 * @param iterations rewrites of a tree, from 0
 * @param exploration the factor c of UCT, finite and from 0
 * @param averaging how rewards become the value of a node
 * @param responses responses to each instruction, from 1
 * @param attempts how often one request is made before what it is made for is lost, from 1
 * @param maxCharacters longest rewrite or response, in characters, from 1
 */
public record SearchSettings(
    long seed,
    int iterations,
    double exploration,
    Averaging averaging,
    int responses,
    int attempts,
    int maxCharacters) {
  public SearchSettings {
    requireNonNull(averaging, "averaging is null");
    atLeast("iterations", iterations, 0);
    atLeast("responses", responses, 1);
    atLeast("attempts", attempts, 1);
    atLeast("maxCharacters", maxCharacters, 1);
    if (!(exploration >= 0 && exploration < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("exploration must be finite and >= 0, got " + exploration);
    }
  }

  /**
   * As published: 20 iterations, c = 0.1, mean of means, 3 responses, 4 attempts. At most 16,000
   * characters.
   */
  public static SearchSettings standard(long seed) {
    return new SearchSettings(seed, 20, 0.1, Averaging.MEAN_OF_MEANS, 3, 4, 16_000);
  }

  /** The same with another number of iterations. */
  public SearchSettings withIterations(int other) {
    return new SearchSettings(
        seed, other, exploration, averaging, responses, attempts, maxCharacters);
  }

  /** The same with another way of averaging. */
  public SearchSettings withAveraging(Averaging other) {
    return new SearchSettings(
        seed, iterations, exploration, other, responses, attempts, maxCharacters);
  }

  /** The same with another longest rewrite or response, in characters. */
  public SearchSettings withMaxCharacters(int other) {
    return new SearchSettings(seed, iterations, exploration, averaging, responses, attempts, other);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be >= " + least + ", got " + value);
    }
  }
}
