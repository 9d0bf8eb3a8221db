package org.winnow.synth.lemma;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.winnow.schemas.Seeds;

/**
 * How often students make each error that can be planted, and which errors are planted therefore.
 *
 * <p>Of {@code N} classified errors of the six planted types, {@code n_t} of them of type {@code
 * t}, {@code p(t) = (n_t + 1) / (N + 6)}: each type stays possible, and without any classified
 * error all are equally likely.
 *
 * @param counts {@code n_t} for each planted type, from 0, in the order of types
 */
public record ErrorDistribution(Map<ErrorType, Long> counts) {
  public ErrorDistribution {
    if (!counts.keySet().equals(Set.copyOf(ErrorType.planted()))) {
      throw new IllegalArgumentException(
          "expected a count for each of " + ErrorType.planted() + ", got " + counts);
    }
    if (counts.values().stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("counts must be >= 0, got " + counts);
    }
    counts = Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  /** The distribution of these errors; those that cannot be planted do not count. */
  public static ErrorDistribution of(List<ErrorType> errors) {
    return new ErrorDistribution(counts(errors));
  }

  private static Map<ErrorType, Long> counts(List<ErrorType> errors) {
    Map<ErrorType, Long> counts = new EnumMap<>(ErrorType.class);
    ErrorType.planted().forEach(type -> counts.put(type, 0L));
    errors.forEach(error -> counts.computeIfPresent(error, (type, count) -> count + 1));
    return counts;
  }

  /** Probability of a type, in (0, 1); 0 for one that cannot be planted. */
  public double probability(ErrorType type) {
    return (double) weight(type) / total();
  }

  /**
   * The types of the errors to plant in a problem, drawn independently.
   *
   * @param seed the recipe's seed
   * @param problemId the problem
   * @param draws how many
   */
  public List<ErrorType> draw(long seed, String problemId, int draws) {
    return LongStream.range(0, draws).mapToObj(draw -> at(place(seed, problemId, draw))).toList();
  }

  private long place(long seed, String problemId, long draw) {
    // The remainder's bias is below total / 2^64.
    return Long.remainderUnsigned(Seeds.bits(seed, Lemma.STEP, problemId, "type " + draw), total());
  }

  private ErrorType at(long place) {
    long rest = place;
    for (ErrorType type : ErrorType.planted()) {
      rest -= weight(type);
      if (rest < 0) {
        return type;
      }
    }
    throw new IllegalStateException("place " + place + " is beyond " + total());
  }

  private long weight(ErrorType type) {
    Long count = counts.get(type);
    return count == null ? 0 : count + 1;
  }

  private long total() {
    return ErrorType.planted().stream().mapToLong(this::weight).sum();
  }
}
