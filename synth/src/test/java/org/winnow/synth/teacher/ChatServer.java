package org.winnow.synth.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A chat server on this machine that does what a test's script says. */
final class ChatServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Call> calls = new ArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private int mostUnderWay;

  /** One request as it arrived. */
  record Call(int number, String path, Optional<String> authorization, JsonNode body) {
    /** Content of the last message. */
    String text() {
      return body.path("messages").path(body.path("messages").size() - 1).path("content").asText();
    }
  }

  /** How a reply ends. */
  enum Ending {
    WHOLE,
    /** The connection closes before anything is sent. */
    SILENT,
    /** The connection closes after half of the body. */
    DROPPED,
    /** Half of the body is sent, and then nothing until the server closes. */
    STUCK
  }

  record Reply(int status, Map<String, String> headers, String body, Ending ending) {
    static Reply of(int status, String body) {
      return new Reply(status, Map.of(), body, Ending.WHOLE);
    }

    Reply with(String header, String value) {
      return new Reply(status, Map.of(header, value), body, ending);
    }

    Reply ending(Ending other) {
      return new Reply(status, headers, body, other);
    }
  }

  /** What the server does. */
  @FunctionalInterface
  interface Script {
    Reply reply(Call call) throws InterruptedException;
  }

  private ChatServer(HttpServer server) {
    this.server = server;
  }

  static ChatServer start(Script script) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ChatServer chat = new ChatServer(http);
    http.createContext("/", exchange -> chat.handle(exchange, script));
    http.setExecutor(chat.threads);
    http.start();
    return chat;
  }

  /** A server that completes "x" with "re: x", 10 tokens in, 5 out. */
  static ChatServer echo() throws IOException {
    return start(call -> completion("re: " + call.text()));
  }

  Endpoint endpoint() {
    return Endpoint.of(
        URI.create(
            "http://"
                + server.getAddress().getAddress().getHostAddress()
                + ":"
                + server.getAddress().getPort()
                + "/v1"));
  }

  /** Requests so far, in the order in which they arrived. */
  List<Call> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /** Most requests that were answered at the same time. */
  int mostUnderWay() {
    synchronized (calls) {
      return mostUnderWay;
    }
  }

  /** A completion of the usual form. */
  static Reply completion(String text) {
    return Reply.of(200, completion(text, "stop", 10, 5));
  }

  static String completion(String text, String finishReason, int input, int output) {
    ObjectNode completion = JSON.createObjectNode().put("id", "c-1");
    completion.put("object", "chat.completion");
    ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", text);
    choice.put("finish_reason", finishReason);
    completion.putObject("usage").put("prompt_tokens", input).put("completion_tokens", output);
    return completion.toString();
  }

  /** An error of OpenAI's form. */
  static Reply error(int status, String message, String code) {
    ObjectNode error = JSON.createObjectNode();
    error.putObject("error").put("message", message).put("code", code);
    return Reply.of(status, error.toString());
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange, Script script) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
      Call call;
      synchronized (calls) {
        call =
            new Call(
                calls.size() + 1,
                exchange.getRequestURI().getPath(),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                body);
        calls.add(call);
        mostUnderWay = Math.max(mostUnderWay, underWay.incrementAndGet());
      }
      Reply reply = script.reply(call);
      underWay.decrementAndGet();
      send(exchange, reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the test is over
    }
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
    if (reply.ending() == Ending.SILENT) {
      return;
    }
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    reply.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    int end = reply.ending() == Ending.WHOLE ? bytes.length : bytes.length / 2;
    exchange.getResponseBody().write(bytes, 0, end);
    exchange.getResponseBody().flush();
    if (reply.ending() == Ending.STUCK) {
      closed.await();
    }
  }
}
