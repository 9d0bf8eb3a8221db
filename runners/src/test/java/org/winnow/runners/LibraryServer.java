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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server with OpenAI's protocol whose teacher knows a library of problems with their answers.
 * Asked for new items it gives problems of the library, a hash of the request says which; every
 * fifth has a wrong result. Asked a problem of the library it gives the right answer. It counts
 * what comes in, and can stop answering.
 */
final class LibraryServer implements AutoCloseable {
  /** Stands in every completion, and so in every stored answer of this server. */
  static final String FINGERPRINT = "library-of-problems";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Map.Entry<String, String>> library;
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** How often each request came in, and how often it was answered. */
  private final Map<String, Integer> received = new ConcurrentHashMap<>();

  private final Map<String, Integer> answered = new ConcurrentHashMap<>();
  private int answersLeft = Integer.MAX_VALUE;

  LibraryServer(List<Map.Entry<String, String>> library) throws IOException {
    this.library = List.copyOf(library);
    library.forEach(problem -> answers.put(problem.getKey(), problem.getValue()));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    server.setExecutor(threads);
    server.start();
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
      choice.putObject("message").put("role", "assistant").put("content", text(request));
      completion.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 20);
      byte[] body = completion.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      answered.merge(request.toString(), 1, Integer::sum);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String text(JsonNode request) {
    JsonNode messages = request.path("messages");
    if (!messages.path(0).path("role").asText().equals("system")) {
      return answers.getOrDefault(messages.path(0).path("content").asText(), "I do not know.");
    }
    int drawn = Math.floorMod(request.toString().hashCode(), library.size());
    Map.Entry<String, String> problem = library.get(drawn);
    String answer = problem.getValue();
    if (drawn % 5 == 0) {
      answer = answer.replaceAll("<<[^>]*>>", "").replaceFirst("#### .*", "#### 123456");
    }
    return "1. Question: " + problem.getKey() + "\nAnswer: " + answer;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
