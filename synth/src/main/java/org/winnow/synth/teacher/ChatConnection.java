package org.winnow.synth.teacher;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a body to an endpoint and brings back what it says: one call, one request. Nothing is sent
 * a second time and no redirect is followed, so that requests can be counted.
 */
final class ChatConnection {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

  private final Endpoint endpoint;
  private final ApiKey key;
  private final HttpClient client;

  ChatConnection(Endpoint endpoint, Map<String, String> environment) {
    this.endpoint = endpoint;
    this.key = ApiKey.of(endpoint, environment);
    this.client =
        HttpClient.newBuilder()
            // Servers on plain HTTP lose bodies when asked to change to HTTP/2.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  /**
   * What the server said, with the key taken out.
   *
   * @param status HTTP status
   * @param retryAfter the header of that name, as it came
   */
  record Reply(int status, Optional<String> retryAfter, String body) {}

  /**
   * Sends a body.
   *
   * @throws TimeoutException if the whole answer is not there in time
   * @throws IOException if there is no connection or it breaks
   */
  Reply send(String body) throws IOException, TimeoutException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.completions())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (key.isPresent()) {
      request.header("Authorization", key.authorization());
    }
    CompletableFuture<HttpResponse<String>> sent =
        client.sendAsync(
            request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    try {
      // The request's own timeout would end with the headers.
      HttpResponse<String> response =
          sent.get(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Retry-After"),
          key.hideIn(response.body()));
    } catch (TimeoutException e) {
      TimeoutException late =
          new TimeoutException("expected a whole answer within " + endpoint.timeout());
      late.initCause(e);
      throw late;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException broken) {
        throw broken;
      }
      throw new IllegalStateException("cannot ask " + endpoint.baseUrl(), e.getCause());
    } finally {
      sent.cancel(true);
    }
  }
}
