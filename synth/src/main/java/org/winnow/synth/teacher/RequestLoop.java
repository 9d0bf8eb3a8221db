package org.winnow.synth.teacher;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.winnow.schemas.Seeds;

/** One request until it has its result: budget, rate, attempt, and again where that may help. */
final class RequestLoop {
  private static final String SEED_STEP = "teacher.seed";
  private static final int SEED_BITS = 31; // what every server takes

  /** Without a completion, and yet the server may have made one. */
  private static final Set<FailureKind> MAY_BE_COUNTED =
      Set.of(FailureKind.TIMED_OUT, FailureKind.CONNECTION_LOST, FailureKind.MALFORMED_ANSWER);

  private final ChatConnection connection;
  private final TeacherSettings settings;
  private final AnswerReader reader;
  private final Budget budget;
  private final RateLimiter limiter;
  private final WaitingClock clock;

  RequestLoop(
      ChatConnection connection, TeacherSettings settings, Budget budget, WaitingClock clock) {
    this.connection = connection;
    this.settings = settings;
    this.reader = new AnswerReader(settings.prices());
    this.budget = budget;
    this.limiter = new RateLimiter(settings.limits(), clock);
    this.clock = clock;
  }

  /**
   * What one attempt came to.
   *
   * @param requestedPause how long the server wants to be left alone, if it said so
   */
  private record Outcome(TeacherResult result, Optional<Duration> requestedPause) {
    static Outcome of(TeacherResult result) {
      return new Outcome(result, Optional.empty());
    }
  }

  /** Asks until there is an answer, or a failure that stays. */
  TeacherResult ask(TeacherRequest request) throws InterruptedException {
    String key = RequestKey.of(request);
    RetryPolicy retries = settings.retries();
    int violations = 0;
    for (int attempt = 1; ; attempt++) {
      Outcome outcome = attempt(reseeded(request, key, violations), attempt);
      if (!(outcome.result() instanceof TeacherFailure failure) || attempt == retries.attempts()) {
        return outcome.result();
      }
      if (failure.kind() == FailureKind.SCHEMA_VIOLATION) {
        violations++;
        if (violations == retries.schemaAttempts()) {
          return failure;
        }
        continue;
      }
      if (!failure.retriable()) {
        return failure;
      }
      Duration pause = outcome.requestedPause().orElse(retries.pause(key, attempt));
      if (pause.compareTo(retries.longest()) > 0) {
        return tooLongToWait(failure, pause);
      }
      clock.sleep(pause);
    }
  }

  private TeacherFailure tooLongToWait(TeacherFailure failure, Duration pause) {
    return TeacherFailure.of(
        failure.kind(),
        failure.message()
            + "; it wants to be asked in "
            + pause.toSeconds()
            + " s, and at most "
            + settings.retries().longest().toSeconds()
            + " s are waited",
        failure.attempt());
  }

  private Outcome attempt(TeacherRequest request, int attempt) throws InterruptedException {
    TokenUsage estimate = settings.estimate().of(request);
    Budget.Reservation reservation;
    try {
      reservation = budget.reserve(estimate, cost(request, estimate));
    } catch (Budget.SpentException e) {
      return Outcome.of(
          TeacherFailure.of(FailureKind.BUDGET_SPENT, String.valueOf(e.getMessage()), attempt - 1));
    }
    TokenUsage used = TokenUsage.NONE;
    try {
      limiter.acquire(estimate.total());
      used = estimate; // from here on the server may count it, whatever becomes of it
      Outcome outcome = send(request, attempt);
      used = used(outcome.result(), estimate);
      limiter.correct(estimate.total(), used.total());
      return outcome;
    } finally {
      reservation.settle(used, cost(request, used));
    }
  }

  private Outcome send(TeacherRequest request, int attempt) throws InterruptedException {
    ChatConnection.Reply reply;
    try {
      reply = connection.send(ChatBody.of(request).toString());
    } catch (TimeoutException e) {
      return Outcome.of(
          TeacherFailure.of(FailureKind.TIMED_OUT, String.valueOf(e.getMessage()), attempt));
    } catch (IOException e) {
      return Outcome.of(
          TeacherFailure.of(
              FailureKind.CONNECTION_LOST, "there is no connection, or it broke: " + e, attempt));
    }
    if (reply.status() / 100 == 2) {
      return Outcome.of(reader.read(request, reply.body(), attempt));
    }
    return new Outcome(
        Refusal.of(reply.status(), reply.body(), attempt),
        reply.retryAfter().flatMap(header -> RetryAfter.parse(header, clock.instant())));
  }

  /** A server that samples repeatably would repeat a bad answer, so that it gets another seed. */
  private static TeacherRequest reseeded(TeacherRequest request, String key, int violations) {
    GenerationParameters parameters = request.parameters();
    if (violations == 0 || parameters.seed().isEmpty()) {
      return request;
    }
    long bits =
        Seeds.bits(parameters.seed().getAsLong(), SEED_STEP, key, Integer.toString(violations));
    return new TeacherRequest(
        request.id(),
        request.messages(),
        parameters.withSeed(bits >>> (Long.SIZE - SEED_BITS)),
        request.schema(),
        request.sample());
  }

  /** What the server counted; the estimate where it may have counted and did not say. */
  private static TokenUsage used(TeacherResult result, TokenUsage estimate) {
    if (result instanceof TeacherFailure failure && failure.raw().isEmpty()) {
      return MAY_BE_COUNTED.contains(failure.kind()) ? estimate : TokenUsage.NONE;
    }
    return result.usage().equals(TokenUsage.NONE) ? estimate : result.usage();
  }

  private BigDecimal cost(TeacherRequest request, TokenUsage usage) {
    return settings.prices().cost(request.parameters().model(), usage).orElse(BigDecimal.ZERO);
  }
}
