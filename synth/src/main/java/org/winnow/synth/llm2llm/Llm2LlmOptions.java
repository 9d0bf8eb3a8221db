package org.winnow.synth.llm2llm;

import java.math.BigDecimal;
import org.winnow.synth.teacher.GenerationParameters;

/**
 * How rounds go.
 *
 * @param rounds at most; from 1
 * @param itemsPerSeed new items for each wrong seed of a round; from 1
 * @param attempts requests for a seed and round at most; from 1
 * @param mostItemsAtOnce items that a later attempt asks for at most; from 1
 * @param novelty the ROUGE-L F-measure that a new question may have with a known one at most
 * @param confirm whether a teacher's answer must come out again when it is asked the question alone
 * @param leastGain stop if the score on held-out items is not more than this above the best so far,
 *     in [-1, 1]; at -1 there is no such stop
 * @param parameters of the teacher
 */
public record Llm2LlmOptions(
    int rounds,
    int itemsPerSeed,
    int attempts,
    int mostItemsAtOnce,
    BigDecimal novelty,
    boolean confirm,
    double leastGain,
    GenerationParameters parameters) {
  public Llm2LlmOptions {
    if (rounds < 1 || itemsPerSeed < 1 || attempts < 1 || mostItemsAtOnce < 1) {
      throw new IllegalArgumentException(
          "rounds, items_per_seed, attempts and most_items_at_once must be >= 1");
    }
    if (novelty.signum() <= 0 || novelty.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("novelty must be in (0, 1], got " + novelty);
    }
    if (!(leastGain >= -1 && leastGain <= 1)) {
      throw new IllegalArgumentException("least_gain must be in [-1, 1], got " + leastGain);
    }
  }
}
