package org.winnow.runners.schedule;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how a service is doing: {@code GET /} is a page for people, {@code GET /health} answers 200
 * or 503 and JSON. It takes no orders.
 */
public final class StatusServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads;
  private final StatusPage page;

  private StatusServer(HttpServer server, StatusPage page) {
    this.server = server;
    this.page = page;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "winnow-status");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts one; the caller closes it.
   *
   * @param address to listen at; port 0 takes a free one
   * @param dataset what is refreshed
   * @param progress rows that each step of the run at work has worked on
   * @throws IOException if the address cannot be had
   */
  public static StatusServer start(
      InetSocketAddress address,
      String dataset,
      Service service,
      Supplier<Map<String, Long>> progress)
      throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    StatusServer status = new StatusServer(server, new StatusPage(dataset, service, progress));
    server.createContext("/", status::handle);
    server.setExecutor(status.threads);
    server.start();
    return status;
  }

  /** The address it listens at. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /**
   * An answer.
   *
   * @param code of HTTP
   * @param type of the content
   */
  private record Answer(int code, String type, String content) {
    static Answer plain(int code, String content) {
      return new Answer(code, "text/plain; charset=utf-8", content + "\n");
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (IOException | RuntimeException e) {
        LOG.warn("the status cannot be shown", e);
        answer = Answer.plain(500, "the status cannot be shown, see the log");
      }
      send(answer, exchange);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (!path.equals("/") && !path.equals("/health")) {
      return Answer.plain(404, "there are / and /health");
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      return Answer.plain(405, "only GET");
    }
    if (path.equals("/")) {
      return new Answer(200, "text/html; charset=utf-8", page.html());
    }
    StatusPage.Health health = page.health();
    return new Answer(health.isGood() ? 200 : 503, "application/json", health.json());
  }

  private static void send(Answer answer, HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    byte[] content = answer.content.getBytes(StandardCharsets.UTF_8);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.code, isHead ? -1 : content.length);
    if (!isHead) {
      exchange.getResponseBody().write(content);
    }
  }
}
