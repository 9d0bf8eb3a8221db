package org.winnow.runners.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.util.SerializedThrowable;
import org.winnow.pipelines.run.PipelineFailedException;

/** A job on a cluster. */
final class FlinkJob implements Closeable {
  /** Longer than Flink's client tries again. */
  private static final long PATIENCE_SECONDS = 120;

  private final RestClusterClient<StandaloneClusterId> client;
  private final JobID id;

  private FlinkJob(RestClusterClient<StandaloneClusterId> client, JobID id) {
    this.client = client;
    this.id = id;
  }

  /** The job of that name, which no other job has; none if the cluster knows none. */
  static Optional<FlinkJob> named(String name, FlinkMaster master) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(JobManagerOptions.ADDRESS, master.host());
    configuration.set(RestOptions.ADDRESS, master.host());
    configuration.set(RestOptions.PORT, master.port());
    RestClusterClient<StandaloneClusterId> client = open(configuration);
    try {
      for (JobStatusMessage job : answer(client.listJobs())) {
        if (job.getJobName().equals(name)) {
          return Optional.of(new FlinkJob(client, job.getJobId()));
        }
      }
    } catch (IOException e) {
      client.close();
      throw e;
    }
    client.close();
    return Optional.empty();
  }

  String id() {
    return id.toString();
  }

  /** Whether the job has come to an end, good or bad. */
  boolean isDone() throws IOException {
    JobStatus status = answer(client.getJobStatus(id));
    return status.isGloballyTerminalState();
  }

  /** What failed so far, as the master tells it. */
  JsonNode exceptions(FlinkMaster master) throws IOException {
    return master.get("/jobs/" + id + "/exceptions");
  }

  /** Asks the job to stop; it is done when its workers have. */
  void cancel() throws IOException {
    answer(client.cancel(id));
  }

  /**
   * Checks that a job which is done came to a good end.
   *
   * @throws PipelineFailedException if it did not
   */
  void check() throws PipelineFailedException, IOException {
    JobResult result = answer(client.requestJobResult(id));
    if (result.isSuccess()) {
      return;
    }
    SerializedThrowable failure = result.getSerializedThrowable().orElse(null);
    if (failure != null) {
      throw Launches.failure(failure.deserializeError(FlinkJob.class.getClassLoader()));
    }
    throw new PipelineFailedException(
        "the job ended in state " + result.getApplicationStatus(), new IllegalStateException(id()));
  }

  @Override
  public void close() {
    client.close();
  }

  private static RestClusterClient<StandaloneClusterId> open(Configuration configuration)
      throws IOException {
    try {
      return new RestClusterClient<>(configuration, StandaloneClusterId.getInstance());
    } catch (Exception e) { // declared by Flink
      throw new IOException(e.getMessage(), e);
    }
  }

  private static <T> T answer(CompletableFuture<T> future) throws IOException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
