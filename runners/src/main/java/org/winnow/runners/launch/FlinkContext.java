package org.winnow.runners.launch;

import java.util.Optional;
import org.apache.flink.client.deployment.executors.RemoteExecutor;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.NetUtils;

/**
 * The cluster that Flink has chosen, where Flink itself started this program from a job jar.
 *
 * @param master of that cluster, not checked
 * @param place where this program stands
 */
public record FlinkContext(FlinkMaster master, Place place) {
  /** {@code execution.target} of a program that the JobManager runs. */
  private static final String EMBEDDED = "embedded";

  /** Where a program stands that submits a job. */
  public enum Place {
    /** In a process of its own. */
    OWN_PROCESS,
    /** In the process of {@code flink run}. */
    FLINK_CLIENT,
    /** In the JobManager, as an application. */
    JOB_MANAGER
  }

  /**
   * The cluster that Flink has chosen for what the calling thread runs; none in a process of its
   * own.
   *
   * @throws FlinkMasterException if it is reached in another way than by its REST interface
   */
  public static Optional<FlinkContext> current() throws FlinkMasterException {
    Place place = here();
    if (place == Place.OWN_PROCESS) {
      return Optional.empty();
    }
    ReadableConfig configuration = environment().getConfiguration();
    String target = configuration.get(DeploymentOptions.TARGET);
    if (place == Place.FLINK_CLIENT && !RemoteExecutor.NAME.equals(target)) {
      throw new FlinkMasterException(
          "expected flink run -m HOST:PORT, found the target '" + target + "'");
    }
    String host =
        configuration
            .getOptional(RestOptions.ADDRESS)
            .or(() -> configuration.getOptional(JobManagerOptions.ADDRESS))
            .orElse("localhost");
    String address =
        NetUtils.unresolvedHostAndPortToNormalizedString(host, configuration.get(RestOptions.PORT));
    return Optional.of(new FlinkContext(FlinkMaster.at(address), place));
  }

  /** Where the calling thread's program stands. */
  public static Place here() {
    // Flink gives each program that it starts a class loader; this asks no class of Flink.
    boolean isPlain =
        Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader();
    if (isPlain || !(environment() instanceof StreamContextEnvironment)) {
      return Place.OWN_PROCESS;
    }
    return EMBEDDED.equals(environment().getConfiguration().get(DeploymentOptions.TARGET))
        ? Place.JOB_MANAGER
        : Place.FLINK_CLIENT;
  }

  private static StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment();
  }
}
