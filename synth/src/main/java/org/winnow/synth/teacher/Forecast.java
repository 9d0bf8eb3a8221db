package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a list of requests will take, before anything is sent. Retries are not foreseen.
 *
 * @param requests how many there are
 * @param known how many of them have a known answer, or repeat an earlier one of the list
 * @param tokens of the others, by the estimate
 * @param cost of these tokens; empty if a model has no price
 * @param unpriced models among the others that have no price, in order
 */
public record Forecast(
    int requests, int known, TokenUsage tokens, Optional<BigDecimal> cost, List<String> unpriced) {
  public Forecast {
    requireNonNull(tokens, "tokens is null");
    requireNonNull(cost, "cost is null");
    unpriced = List.copyOf(unpriced);
  }

  /** A forecast where nothing is known. */
  public static Forecast of(List<TeacherRequest> requests, TeacherSettings settings) {
    return of(requests, settings, key -> false);
  }

  /** A forecast where a cache holds answers. */
  public static Forecast of(
      List<TeacherRequest> requests, TeacherSettings settings, AnswerCache cache) {
    return of(requests, settings, cache::contains);
  }

  private static Forecast of(
      List<TeacherRequest> requests, TeacherSettings settings, Predicate<String> isKnown) {
    Set<String> seen = new HashSet<>();
    Set<String> unpriced = new TreeSet<>();
    int known = 0;
    TokenUsage tokens = TokenUsage.NONE;
    BigDecimal cost = BigDecimal.ZERO;
    for (TeacherRequest request : requests) {
      String key = RequestKey.of(request);
      if (!seen.add(key) || isKnown.test(key)) {
        known++;
        continue;
      }
      TokenUsage estimate = settings.estimate().of(request);
      tokens = tokens.plus(estimate);
      String model = request.parameters().model();
      Optional<BigDecimal> price = settings.prices().cost(model, estimate);
      if (price.isEmpty()) {
        unpriced.add(model);
      }
      cost = cost.add(price.orElse(BigDecimal.ZERO));
    }
    return new Forecast(
        requests.size(),
        known,
        tokens,
        unpriced.isEmpty() ? Optional.of(cost) : Optional.empty(),
        List.copyOf(unpriced));
  }
}
