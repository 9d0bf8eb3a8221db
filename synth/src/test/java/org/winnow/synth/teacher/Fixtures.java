package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/** Requests and teachers for tests. */
final class Fixtures {
  static final String MODEL = "small";

  /** A million tokens cost 2 in and 8 out: 15 tokens of an echo cost 0.00006. */
  static final PriceList PRICES =
      new PriceList(Map.of(MODEL, new Price(new BigDecimal("2"), new BigDecimal("8"))));

  private Fixtures() {}

  /** A request that says {@code text}. */
  static TeacherRequest request(String text) {
    return TeacherRequest.of(
        "id of " + text,
        List.of(new Message(Role.USER, text)),
        GenerationParameters.of(MODEL).withMaxTokens(100));
  }

  /** Requests that say 0, 1, ... */
  static List<TeacherRequest> requests(int count) {
    return IntStream.range(0, count).mapToObj(i -> request(Integer.toString(i))).toList();
  }

  static TeacherSettings settings(int concurrency, int attempts) {
    return TeacherSettings.STANDARD
        .withLimits(RateLimits.ofConcurrency(concurrency))
        .withPrices(PRICES)
        .withRetries(new RetryPolicy(attempts, 3, Duration.ofSeconds(1), Duration.ofMinutes(2)));
  }

  static Teacher teacher(ChatServer server, TeacherSettings settings, Budget budget) {
    return EndpointTeacher.open(server.endpoint(), settings, budget, Map.of(), new TestClock());
  }

  static TeacherAnswer answer(TeacherResult result) {
    assertThat(result).isInstanceOf(TeacherAnswer.class);
    return (TeacherAnswer) result;
  }

  static TeacherFailure failure(TeacherResult result) {
    assertThat(result).isInstanceOf(TeacherFailure.class);
    return (TeacherFailure) result;
  }

  static List<String> texts(List<TeacherResult> results) {
    return results.stream().map(result -> answer(result).text()).toList();
  }
}
