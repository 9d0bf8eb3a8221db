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

/** The REST interface of a Flink cluster's master. */
public final class FlinkMaster {
  /** The Flink that this build can submit to: any patch release of it. */
  public static final String VERSION = "1.19";

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
      if (uri.getHost() != null && uri.getPort() > 0 && address.equals(uri.getAuthority())) {
        return new FlinkMaster(uri.getHost(), uri.getPort());
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new FlinkMasterException("expected HOST:PORT, found '" + address + "'");
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
   * @throws FlinkMasterException if nothing answers, or something else than that
   */
  public int check() throws FlinkMasterException {
    JsonNode overview;
    try {
      overview = get("/overview");
    } catch (JsonProcessingException e) {
      throw new FlinkMasterException(
          "expected a Flink " + VERSION + " at " + address() + ", found something else there", e);
    } catch (IOException e) {
      throw new FlinkMasterException(
          "expected a Flink " + VERSION + " at " + address() + ", but nobody answers: " + e, e);
    }
    String version = overview.path("flink-version").asText();
    if (version.isEmpty()) {
      throw new FlinkMasterException(
          "expected a Flink " + VERSION + " at " + address() + ", found something else there");
    }
    if (!version.equals(VERSION) && !version.startsWith(VERSION + ".")) {
      throw new FlinkMasterException(
          "expected a Flink " + VERSION + " at " + address() + ", found Flink " + version);
    }
    return overview.path("slots-total").asInt();
  }

  /**
   * What the master answers.
   *
   * @param path of the question, from the first slash
   * @throws JsonProcessingException if the answer is not JSON, or not to this question
   * @throws IOException if there is none
   */
  JsonNode get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + path)).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? JSON.readTree(answer.body())
          : JSON.createObjectNode().put("status", answer.statusCode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + address() + " was asked", e);
    }
  }
}
