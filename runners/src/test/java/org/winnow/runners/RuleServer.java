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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server with OpenAI's protocol that answers by a rule, or refuses everything. It counts what
 * comes in, and can stop answering.
 */
final class RuleServer implements AutoCloseable {
  /** Stands in every completion, and so in every stored answer of this server. */
  static final String FINGERPRINT = "answered-by-rule";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final int status;
  private final Function<JsonNode, String> rule;
  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** How often each request came in, and how often it was answered. */
  private final Map<String, Integer> received = new ConcurrentHashMap<>();

  private final Map<String, Integer> answered = new ConcurrentHashMap<>();
  private int answersLeft = Integer.MAX_VALUE;

  /** A server that answers with status 200; the rule makes a text of a request's body. */
  RuleServer(Function<JsonNode, String> rule) throws IOException {
    this(200, rule);
  }

  private RuleServer(int status, Function<JsonNode, String> rule) throws IOException {
    this.status = status;
    this.rule = rule;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    server.setExecutor(threads);
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

  /** Forgets what came in, and answers so many requests from now on; later ones wait. */
  synchronized void answerOnly(int count) {
    received.clear();
    answered.clear();
    answersLeft = count;
    notifyAll();
  }

  /** Answers whatever comes from now on. */
  synchronized void answerAll() {
    answersLeft = Integer.MAX_VALUE;
    notifyAll();
  }

  Map<String, Integer> received() {
    return Map.copyOf(received);
  }

  Map<String, Integer> answered() {
    return Map.copyOf(answered);
  }

  private synchronized void awaitTurn() throws InterruptedException {
    while (answersLeft == 0) {
      wait();
    }
    answersLeft--;
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      requests.incrementAndGet();
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      received.merge(request.toString(), 1, Integer::sum);
      awaitTurn();
      ObjectNode completion = JSON.createObjectNode().put("system_fingerprint", FINGERPRINT);
      ObjectNode choice = completion.putArray("choices").addObject().put("finish_reason", "stop");
      choice.putObject("message").put("role", "assistant").put("content", rule.apply(request));
      completion.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 20);
      byte[] body = completion.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      answered.merge(request.toString(), 1, Integer::sum);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
