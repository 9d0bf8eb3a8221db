package org.winnow.runners.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is known to have started this program. */
class FlinkContextTest {
  /** What a program asks that Flink runs with a configuration. */
  private interface Question<T> {
    T ask() throws FlinkMasterException;
  }

  /** Does what Flink does around the main method of a program. */
  private static <T> T within(Map<String, String> configuration, Question<T> question)
      throws Exception {
    Configuration chosen = Configuration.fromMap(configuration);
    DefaultExecutorServiceLoader executors = new DefaultExecutorServiceLoader();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(own);
      StreamContextEnvironment.setAsContext(executors, chosen, own, false, false);
      return question.ask();
    } finally {
      StreamContextEnvironment.unsetAsContext();
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aProcessOfItsOwnHasNone() throws FlinkMasterException {
    assertThat(FlinkContext.here()).isEqualTo(FlinkContext.Place.OWN_PROCESS);
    assertThat(FlinkContext.current()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "remote, rest.address, here, 8081, here:8081, FLINK_CLIENT",
    "remote, jobmanager.rpc.address, there, 7, there:7, FLINK_CLIENT",
    "remote, rest.address, ::1, 8081, [::1]:8081, FLINK_CLIENT",
    "embedded, rest.address, here, 8082, here:8082, JOB_MANAGER"
  })
  void flinkNamesTheCluster(
      String target, String key, String host, String port, String address, String place)
      throws Exception {
    FlinkContext context =
        within(
                Map.of("execution.target", target, key, host, "rest.port", port),
                FlinkContext::current)
            .orElseThrow();

    assertThat(context.master().address()).isEqualTo(address);
    assertThat(context.place()).hasToString(place);
    assertThat(FlinkContext.current()).isEqualTo(Optional.empty());
  }

  @Test
  void aClusterWithoutAnAddressIsRefused() {
    assertThatThrownBy(
            () ->
                within(
                    Map.of("execution.target", "yarn-session", "rest.address", "here"),
                    FlinkContext::current))
        .isInstanceOf(FlinkMasterException.class)
        .hasMessage("expected flink run -m HOST:PORT, found the target 'yarn-session'");
  }
}
