package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.winnow.synth.teacher.Fixtures.request;
import static org.winnow.synth.teacher.Fixtures.settings;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastTest {
  private static final TeacherSettings SETTINGS = settings(1, 1);

  @Test
  void foreseesWhatIsNotKnown(@TempDir Path folder) {
    // 8 and 9 characters are 2 and 3 tokens; each answer may have 100.
    List<TeacherRequest> requests =
        List.of(request("12345678"), request("123456789"), request("12345678"), request("known"));
    AnswerCache cache = new AnswerCache(folder);
    cache.put(RequestKey.of(request("known")), "x");

    Forecast forecast = Forecast.of(requests, SETTINGS, cache);

    // (2 + 3) * 2 / 1e6 + 200 * 8 / 1e6
    assertThat(forecast)
        .isEqualTo(
            new Forecast(
                4, 2, new TokenUsage(5, 200), Optional.of(new BigDecimal("0.001610")), List.of()));
  }

  @Test
  void saysWhichModelsHaveNoPrice() {
    TeacherRequest other =
        TeacherRequest.of("id", request("x").messages(), GenerationParameters.of("other"));

    Forecast forecast = Forecast.of(List.of(request("x"), other), SETTINGS);

    assertThat(forecast)
        .isEqualTo(new Forecast(2, 0, new TokenUsage(2, 1124), Optional.empty(), List.of("other")));
  }

  @Test
  void countsAsTheCounterDoes() {
    TeacherSettings settings =
        new TeacherSettings(
            RateLimits.ofConcurrency(1),
            RetryPolicy.STANDARD,
            PriceList.NONE,
            new TokenEstimate(text -> text.split(" ").length, 9));
    TeacherRequest request =
        TeacherRequest.of(
            "id", request("a token is a word").messages(), GenerationParameters.of("m"));

    assertThat(Forecast.of(List.of(request), settings).tokens()).isEqualTo(new TokenUsage(5, 9));
  }

  @Test
  void whatIsForeseenIsWhatIsSent(@TempDir Path folder) throws IOException {
    List<TeacherRequest> requests = List.of(request("a"), request("b"), request("a"), request("c"));
    AnswerCache cache = new AnswerCache(folder);
    cache.put(RequestKey.of(request("b")), ChatServer.completion("x", "stop", 1, 1));
    Forecast forecast = Forecast.of(requests, SETTINGS, cache);
    try (ChatServer server = ChatServer.echo();
        Teacher teacher =
            new CachedTeacher(
                Fixtures.teacher(server, SETTINGS, Budget.unlimited()),
                cache,
                new AnswerReader(PriceList.NONE))) {
      teacher.answer(requests);

      assertThat(server.calls()).hasSize(forecast.requests() - forecast.known());
    }
  }

  @Test
  void charactersBeyondTheBasicPlaneAreOne() {
    assertThat(TokenCounter.BY_CHARACTERS.count("")).isZero();
    assertThat(TokenCounter.BY_CHARACTERS.count("😀😀😀😀")).isEqualTo(1);
    assertThat(TokenCounter.BY_CHARACTERS.count("😀😀😀😀x")).isEqualTo(2);
  }
}
