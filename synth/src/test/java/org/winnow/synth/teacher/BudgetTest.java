package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.winnow.synth.teacher.Fixtures.request;
import static org.winnow.synth.teacher.Fixtures.requests;
import static org.winnow.synth.teacher.Fixtures.settings;
import static org.winnow.synth.teacher.Fixtures.teacher;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 37, 99})
  void sixteenWorkersSendAsManyRequestsAsThereAreAndNoMore(int limit) throws IOException {
    Budget budget = new Budget(BudgetLimits.ofRequests(limit));
    try (ChatServer server = ChatServer.echo();
        Teacher teacher = teacher(server, settings(16, 3), budget)) {
      List<TeacherResult> results = teacher.answer(requests(100));

      assertThat(server.calls()).hasSize(limit);
      assertThat(results.stream().filter(TeacherAnswer.class::isInstance)).hasSize(limit);
      assertThat(results.stream().filter(TeacherFailure.class::isInstance))
          .hasSize(100 - limit)
          .allSatisfy(
              result ->
                  assertThat(result)
                      .isEqualTo(
                          TeacherFailure.of(
                              FailureKind.BUDGET_SPENT,
                              "the budget of " + limit + " requests is spent",
                              0)));
      assertThat(budget.spent())
          .isEqualTo(
              new Spending(
                  limit,
                  new TokenUsage(10L * limit, 5L * limit),
                  limit == 0
                      ? BigDecimal.ZERO
                      : new BigDecimal("0.000060").multiply(BigDecimal.valueOf(limit))));
    }
  }

  @Test
  void retriesCountAsRequests() throws IOException {
    Budget budget = new Budget(BudgetLimits.ofRequests(50));
    try (ChatServer server =
            ChatServer.start(
                call ->
                    call.number() % 3 == 0
                        ? ChatServer.completion("x")
                        : ChatServer.error(500, "x", "x"));
        Teacher teacher = teacher(server, settings(16, 100), budget)) {
      List<TeacherResult> results = teacher.answer(requests(40));

      assertThat(server.calls()).hasSize(50);
      assertThat(results.stream().filter(TeacherAnswer.class::isInstance)).hasSize(16);
    }
  }

  @Test
  void twoTeachersSpendFromOneBudget() throws IOException {
    Budget budget = new Budget(BudgetLimits.ofRequests(5));
    try (ChatServer server = ChatServer.echo();
        Teacher one = teacher(server, settings(4, 1), budget);
        Teacher two = teacher(server, settings(4, 1), budget)) {
      one.answer(requests(3));
      two.answer(requests(3));

      assertThat(server.calls()).hasSize(5);
    }
  }

  @Test
  void aRequestWaitsWhereOthersMayTurnOutSmaller() throws IOException {
    // Each is estimated at 1 + 100 tokens and takes 15: six fit at once, 40 one after the other.
    Budget budget = new Budget(BudgetLimits.ofTokens(39 * 15 + 101));
    try (ChatServer server = ChatServer.echo();
        Teacher teacher = teacher(server, settings(16, 1), budget)) {
      List<TeacherResult> results = teacher.answer(requests(41));

      assertThat(results.stream().filter(TeacherAnswer.class::isInstance)).hasSize(40);
      assertThat(server.mostUnderWay()).isLessThanOrEqualTo(6);
      assertThat(budget.spent().tokens().total()).isEqualTo(40 * 15);
    }
  }

  @Test
  void moneyIsNotExceededWhereEstimatesHold() throws IOException {
    // 1 and 100 tokens are estimated, which cost 0.000802; 10 and 5 come, which cost 0.00006.
    Budget budget = new Budget(BudgetLimits.ofMoney(new BigDecimal("0.001")));
    try (ChatServer server = ChatServer.echo();
        Teacher teacher = teacher(server, settings(16, 1), budget)) {
      List<TeacherResult> results = teacher.answer(requests(20));

      // After four, 0.00024 are spent, and 0.00024 + 0.000802 > 0.001.
      assertThat(results.stream().filter(TeacherAnswer.class::isInstance)).hasSize(4);
      assertThat(budget.spent().money()).isEqualByComparingTo("0.00024");
      assertThat(results.stream().filter(TeacherFailure.class::isInstance))
          .allSatisfy(
              failure ->
                  assertThat(((TeacherFailure) failure).message())
                      .isEqualTo("the budget of money of 0.001 is spent"));
    }
  }

  @Test
  void moneyNeedsPrices() throws IOException {
    Budget budget = new Budget(BudgetLimits.ofMoney(BigDecimal.ONE));
    try (ChatServer server = ChatServer.echo();
        Teacher teacher = teacher(server, settings(1, 1).withPrices(PriceList.NONE), budget)) {
      assertThatThrownBy(() -> teacher.answer(requests(1)))
          .hasMessage("a budget in money needs a price of each model, found none of small");
      assertThat(server.calls()).isEmpty();
    }
  }

  @Test
  void whatMayHaveBeenCountedIsSpentAndWhatWasRefusedIsNot() throws IOException {
    Budget budget = Budget.unlimited();
    try (ChatServer server =
            ChatServer.start(
                call ->
                    switch (call.text()) {
                      case "dropped" ->
                          ChatServer.completion("x").ending(ChatServer.Ending.DROPPED);
                      case "refused" -> ChatServer.error(400, "x", "x");
                      default ->
                          ChatServer.Reply.of(
                              200, "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}");
                    });
        Teacher teacher = teacher(server, settings(1, 1), budget)) {
      teacher.answer(List.of(request("refused")));
      assertThat(budget.spent().tokens()).isEqualTo(TokenUsage.NONE);

      teacher.answer(List.of(request("dropped")));
      assertThat(budget.spent().tokens()).isEqualTo(new TokenUsage(2, 100));

      teacher.answer(List.of(request("server that does not count")));
      assertThat(budget.spent().tokens()).isEqualTo(new TokenUsage(9, 200));
      assertThat(budget.spent().requests()).isEqualTo(3);
    }
  }

  @Test
  void aWaitForOthersCanBeInterrupted() throws Exception {
    Budget budget = new Budget(BudgetLimits.ofTokens(10));
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Budget.Reservation held = budget.reserve(new TokenUsage(5, 5), BigDecimal.ZERO);
    Thread waiting =
        new Thread(
            () ->
                thrown.set(
                    catchThrowable(() -> budget.reserve(new TokenUsage(1, 0), BigDecimal.ZERO))));
    waiting.start();
    waiting.interrupt();
    waiting.join();

    assertThat(thrown).hasValueMatching(InterruptedException.class::isInstance);
    held.settle(new TokenUsage(5, 4), BigDecimal.ZERO);
    budget.reserve(new TokenUsage(1, 0), BigDecimal.ZERO).settle(TokenUsage.NONE, BigDecimal.ZERO);
    assertThat(budget.spent()).isEqualTo(new Spending(2, new TokenUsage(5, 4), BigDecimal.ZERO));
  }

  @Test
  void theLimitThatAllowsTheSmallestShareEndsFirst() {
    BudgetLimits limits =
        new BudgetLimits(
            OptionalLong.of(50), OptionalLong.of(1000), Optional.of(new BigDecimal("0.3")));

    // 50 of 80 requests, all of 1,000 tokens, 0.3 of 1.2 money.
    Spending need = new Spending(80, new TokenUsage(900, 100), new BigDecimal("1.2"));

    assertThat(limits.shortfalls(need))
        .containsExactly(
            new BudgetLimits.Shortfall("money of 0.3", 0.25),
            new BudgetLimits.Shortfall("50 requests", 0.625));
    assertThat(limits.shortfalls(Spending.NONE)).isEmpty();
    assertThat(BudgetLimits.NONE.shortfalls(need)).isEmpty();
  }
}
