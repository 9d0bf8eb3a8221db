package org.winnow.runners.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusServerTest {
  private static final String MARKUP = "<script>alert(1)</script>{{ 7*7 }}\"'&";
  private static final String ESCAPED =
      "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}&quot;&#39;&amp;";

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<String> pageAtWork = new AtomicReference<>("");
  private Optional<Result> result = Optional.empty();
  private Instant now = Instant.parse("2026-11-28T12:00:00Z");
  private final Service service =
      new Service(
          new Service.Plan(
              CronTimes.of("0 2 * * *", ZoneId.of("Europe/Berlin")),
              Misfire.RUN,
              new Retries(0, Duration.ofMinutes(1)),
              true),
          () -> now,
          this::refresh,
          note -> {});
  private final StatusServer server;

  StatusServerTest() throws IOException {
    server =
        StatusServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "/data/" + MARKUP,
            service,
            () -> Map.of(MARKUP, 1234L));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode health(int code) throws Exception {
    HttpResponse<String> answer = ask("GET", "/health");
    assertThat(answer.statusCode()).isEqualTo(code);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return new ObjectMapper().readTree(answer.body());
  }

  private Result refresh() {
    try {
      pageAtWork.set(ask("GET", "/").body());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    now = now.plusMillis(2500);
    Result end = result.orElseThrow();
    result = Optional.empty();
    return end;
  }

  /** Works off what is due and stops. */
  private void refresh(Result end) throws InterruptedException {
    result = Optional.of(end);
    service.run(longest -> result.isEmpty());
  }

  @Test
  void healthIsWhatMachinesAsk() throws Exception {
    assertThat(health(200))
        .isEqualTo(json("{'status':'waiting','next':'2026-11-29T01:00:00Z','overdue':false}"));

    refresh(Results.PUBLISHED);
    assertThat(health(200))
        .isEqualTo(
            json(
                "{'status':'waiting','next':'2026-11-29T01:00:00Z','overdue':false,'last':{"
                    + "'outcome':'published','due':'2026-11-28T12:00:00Z','attempt':1,"
                    + "'ended':'2026-11-28T12:00:02.500Z','version':7}}"));

    now = Instant.parse("2026-11-29T01:01:01Z");
    assertThat(health(503).path("status").asText()).isEqualTo("overdue");

    refresh(Results.FAILED);
    JsonNode failed = health(503);
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.at("/last/error").asText()).isEqualTo("no space left");
    assertThat(failed.path("overdue").asBoolean()).isFalse();
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void thePageTellsWhatHappenedAndWhatIsNext() throws Exception {
    refresh(Results.PUBLISHED);

    HttpResponse<String> answer = ask("GET", "/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(answer.body())
        .contains(
            "Status: <b>waiting</b>. Next time: 2026-11-29T02:00:00+01:00.",
            "<td>2026-11-28T13:00:00+01:00</td>",
            "<td class=\"number\">2.5</td><td>published</td><td class=\"number\">7</td>"
                + "<td class=\"number\">1,200</td><td class=\"number\">34</td>")
        .doesNotContain("At work");
  }

  @Test
  void thePageShowsHowFarARefreshIs() throws Exception {
    refresh(Results.PUBLISHED);

    assertThat(pageAtWork.get())
        .contains(
            "Status: <b>running</b>.",
            "A refresh is at work since 2026-11-28T13:00:00+01:00.",
            "<td>" + ESCAPED + "</td><td class=\"number\">1,234</td>",
            "None yet.")
        .doesNotContain("<script");
  }

  @Test
  void nothingOnThePageIsMarkupButItsOwn() throws Exception {
    refresh(Result.bad(Outcome.FAILED, MARKUP));

    HttpResponse<String> answer = ask("GET", "/");

    assertThat(answer.body())
        .contains(
            "<h1>/data/" + ESCAPED + "</h1>",
            "<td class=\"error\">" + ESCAPED + "</td>",
            "<td class=\"bad\">failed</td>")
        .doesNotContain("<script", "49");
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .get()
        .asString()
        .startsWith("default-src 'none';")
        .doesNotContain("script");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS"})
  void itTakesNoOrders(String method) throws Exception {
    HttpResponse<String> answer = ask(method, "/health");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/", "/healthy", "/../etc/passwd", "/favicon.ico", "/%2e%2e/"})
  void thereAreTwoPaths(String path) throws Exception {
    assertThat(ask("GET", path).statusCode()).isEqualTo(404);
  }
}
