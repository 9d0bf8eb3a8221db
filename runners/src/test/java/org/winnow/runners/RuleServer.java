package org.winnow.runners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A server with OpenAI's protocol that answers by a rule, or refuses everything. */
final class RuleServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final int status;
  private final Function<JsonNode, String> rule;
  private final AtomicInteger requests = new AtomicInteger();

  /** A server that answers with status 200; the rule makes a text of a request's body. */
  RuleServer(Function<JsonNode, String> rule) throws IOException {
    this(200, rule);
  }

  private RuleServer(int status, Function<JsonNode, String> rule) throws IOException {
    this.status = status;
    this.rule = rule;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  /** A server that answers every request with this status. */
  static RuleServer refusing(int status) throws IOException {
    return new RuleServer(status, request -> "no");
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** Requests that have come in. */
  int requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      requests.incrementAndGet();
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      ObjectNode completion = JSON.createObjectNode();
      ObjectNode choice = completion.putArray("choices").addObject().put("finish_reason", "stop");
      choice.putObject("message").put("role", "assistant").put("content", rule.apply(request));
      completion.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 20);
      byte[] body = completion.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
