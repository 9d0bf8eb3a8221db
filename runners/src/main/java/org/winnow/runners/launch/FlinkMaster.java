package org.winnow.runners.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The REST interface of a Flink cluster's master. */
public final class FlinkMaster {
  /** The Flink that this build can submit to: any patch release of it. */
  public static final String VERSION = "1.19";

  private static final int LAST_PORT = 65_535;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String host;
  private final int port;

  private FlinkMaster(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * The master at an address.
   *
   * @param address {@code HOST:PORT} of the REST interface; an IPv6 address stands in brackets
   * @throws FlinkMasterException if that is no address
   */
  public static FlinkMaster at(String address) throws FlinkMasterException {
    try {
      URI uri = new URI("http://" + address);
      boolean isAddress = address.equals(uri.getHost() + ":" + uri.getPort());
      if (isAddress && uri.getPort() >= 1 && uri.getPort() <= LAST_PORT) {
        return new FlinkMaster(uri.getHost(), uri.getPort());
      }
      throw new FlinkMasterException(notAnAddress(address));
    } catch (URISyntaxException e) {
      throw new FlinkMasterException(notAnAddress(address), e);
    }
  }

  private static String notAnAddress(String found) {
    return "expected HOST:PORT, found '" + found + "'";
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  String address() {
    return host + ":" + port;
  }

  /** Where people see a job. */
  String page(String job) {
    return "http://" + address() + "/#/job/running/" + job + "/overview";
  }

  /**
   * Checks that a Flink of the right version answers.
   *
   * @return slots of the cluster, 0 where TaskManagers start when a job needs them
   * @throws FlinkMasterException if something else answers
   * @throws IOException if nobody does, who may do so later
   */
  public int check() throws FlinkMasterException, IOException {
    JsonNode overview;
    try {
      HttpResponse<String> answer = ask("/overview");
      if (answer.statusCode() >= 500) {
        throw new IOException("HTTP status " + answer.statusCode());
      }
      overview = json(answer);
    } catch (JsonProcessingException e) {
      throw unexpected("found something else that answers there", e);
    } catch (IOException e) {
      throw new IOException(expected() + "but nobody answers: " + e, e); // or not yet
    }
    String version = overview.path("flink-version").asText();
    if (version.isEmpty()) {
      throw unexpected("found something else that answers there", null);
    }
    if (!version.matches(Pattern.quote(VERSION) + "([.-].*)?")) {
      throw unexpected("found Flink " + version, null);
    }
    return overview.path("slots-total").asInt();
  }

  private FlinkMasterException unexpected(String found, @Nullable Throwable cause) {
    return new FlinkMasterException(expected() + found, cause);
  }

  private String expected() {
    return "expected a Flink " + VERSION + " at " + address() + ", ";
  }

  /**
   * What the master answers.
   *
   * @param path of the question, from the first slash
   * @return what the answer's JSON says; nothing if it is a refusal
   * @throws JsonProcessingException if the answer is not JSON
   * @throws IOException if there is none
   */
  JsonNode get(String path) throws IOException {
    return json(ask(path));
  }

  private static JsonNode json(HttpResponse<String> answer) throws JsonProcessingException {
    return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.missingNode();
  }

  private HttpResponse<String> ask(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + path)).timeout(PATIENCE).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + address() + " was asked", e);
    }
  }
}
