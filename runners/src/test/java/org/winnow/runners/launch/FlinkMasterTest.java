package org.winnow.runners.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers as a Flink, and what does not. */
class FlinkMasterTest {
  private HttpServer server;
  private volatile String answer = "";
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/overview",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private FlinkMaster master() throws FlinkMasterException {
    return FlinkMaster.at(address());
  }

  @ParameterizedTest
  @CsvSource({"1.19.3, 4", "1.19, 0", "1.19-SNAPSHOT, 2"})
  void anyReleaseOfThatVersionTellsItsSlots(String version, int slots) throws Exception {
    answer = "{\"slots-total\":" + slots + ",\"flink-version\":\"" + version + "\"}";

    assertThat(master().check()).isEqualTo(slots);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20.0", "1.18.1", "1.190.0", "2.0.0", "11.19.0"})
  void anotherVersionIsNamed(String version) {
    answer = "{\"slots-total\":4,\"flink-version\":\"" + version + "\"}";

    assertThatThrownBy(() -> master().check())
        .isInstanceOf(FlinkMasterException.class)
        .hasMessage("expected a Flink 1.19 at " + address() + ", found Flink " + version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Welcome</html>", "{}", "[]", "7", ""})
  void somethingElseIsNoFlink(String page) {
    answer = page;

    assertThatThrownBy(() -> master().check())
        .isInstanceOf(FlinkMasterException.class)
        .hasMessage(
            "expected a Flink 1.19 at " + address() + ", found something else that answers there");
  }

  @Test
  void aRefusalIsNoFlink() {
    answer = "{\"flink-version\":\"1.19.3\"}";
    status = 404;

    assertThatThrownBy(() -> master().check())
        .hasMessageContaining("found something else that answers there");
  }

  /** As a gateway says of a master that is about to start. */
  @Test
  void oneWhoCannotAnswerNowMayLater() {
    status = 503;

    assertThatThrownBy(() -> master().check())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("but nobody answers: ", "HTTP status 503");
  }

  @Test
  void nobodyThere() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThatThrownBy(() -> FlinkMaster.at("127.0.0.1:" + port).check())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "expected a Flink 1.19 at 127.0.0.1:" + port + ", but nobody answers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "here",
        "here:",
        ":8081",
        "here:door",
        "here:0",
        "here:70000",
        "http://here:8081",
        "here:8081/",
        "a b:8081",
        "me@here:8081",
        "[local]",
        "[auto]"
      })
  void anAddressHasAHostAndAPort(String address) {
    assertThatThrownBy(() -> FlinkMaster.at(address))
        .isInstanceOf(FlinkMasterException.class)
        .hasMessage("expected HOST:PORT, found '" + address + "'");
  }

  @ParameterizedTest
  @CsvSource({"here:8081, here, 8081", "10.0.0.7:1, 10.0.0.7, 1", "[::1]:65535, [::1], 65535"})
  void partsOfAnAddress(String address, String host, int port) throws FlinkMasterException {
    FlinkMaster master = FlinkMaster.at(address);

    assertThat(master.host()).isEqualTo(host);
    assertThat(master.port()).isEqualTo(port);
  }
}
