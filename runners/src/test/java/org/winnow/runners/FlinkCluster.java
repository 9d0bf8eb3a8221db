package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * A Flink standalone cluster on loopback: a JobManager and TaskManagers, each a process of its own
 * with this test's class path, as if Winnow stood in Flink's {@code lib} folder.
 */
final class FlinkCluster implements AutoCloseable {
  private static final int SLOTS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Path folder;
  private final Configuration configuration;
  private final int restPort;
  private int started;
  private final List<Process> taskManagers = new ArrayList<>();
  private final List<Process> expected = new ArrayList<>();
  private final List<Process> jobManagers = new ArrayList<>();

  private FlinkCluster(Path folder, int heapMegabytes) throws IOException {
    this.folder = folder;
    List<Integer> ports = freePorts(2);
    restPort = ports.get(0);
    Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        jobmanager.memory.process.size: 768m
        jobmanager.memory.jvm-metaspace.size: 192m
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.port: %d
        blob.server.port: "0"
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        taskmanager.numberOfTaskSlots: %d
        taskmanager.memory.task.heap.size: %dm
        taskmanager.memory.managed.size: 256m
        taskmanager.memory.network.min: 128m
        taskmanager.memory.network.max: 128m
        taskmanager.network.sort-shuffle.min-buffers: 64
        heartbeat.interval: 1000
        heartbeat.timeout: 20000
        restart-strategy.type: fixed-delay
        restart-strategy.fixed-delay.attempts: 20
        restart-strategy.fixed-delay.delay: 1 s
        execution.batch.adaptive.auto-parallelism.enabled: false
        io.tmp.dirs: %s
        """
            .formatted(ports.get(1), restPort, SLOTS, heapMegabytes, folder.resolve("tmp")));
    configuration = GlobalConfiguration.loadConfiguration(folder.toString());
  }

  /**
   * Starts a cluster and waits until its slots are there.
   *
   * @param folder for its configuration, logs and temporary files
   * @param heapMegabytes heap for the tasks of a TaskManager
   */
  static FlinkCluster start(Path folder, int taskManagers, int heapMegabytes) throws Exception {
    FlinkCluster cluster = new FlinkCluster(folder, heapMegabytes);
    try {
      cluster.startJobManager();
      for (int i = 0; i < taskManagers; i++) {
        cluster.startTaskManager();
      }
      cluster.awaitSlots(taskManagers * SLOTS);
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** Where it answers, as {@code HOST:PORT}. */
  String master() {
    return "127.0.0.1:" + restPort;
  }

  /** Adds a TaskManager and waits until its slots are there. */
  void addTaskManager() throws Exception {
    int slots = get("/overview").path("slots-total").asInt();
    startTaskManager();
    awaitSlots(slots + SLOTS);
  }

  /** Starts a TaskManager, which registers by itself. */
  private void startTaskManager() throws IOException {
    TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    Process process =
        start(
            "taskmanager-" + started,
            ProcessMemoryUtils.generateJvmParametersStr(spec),
            TaskManagerRunner.class,
            TaskExecutorProcessUtils.generateDynamicConfigsStr(spec));
    taskManagers.add(process);
  }

  /** Kills the TaskManager that was started first of those that live, and starts another one. */
  void replaceTaskManager() throws Exception {
    kill(taskManagers.remove(0));
    startTaskManager();
  }

  /** Kills the JobManager, starts another one and waits until the TaskManagers have found it. */
  void replaceJobManager() throws Exception {
    int slots = get("/overview").path("slots-total").asInt();
    kill(jobManagers.remove(0));
    startJobManager();
    awaitSlots(slots);
  }

  /** Kills as the system does that runs out of memory: the process can tell nobody. */
  private void kill(Process process) throws InterruptedException {
    assertThat(process.isAlive()).isTrue();
    expected.remove(process);
    process.destroyForcibly();
    assertThat(process.waitFor()).as("exit code of a process killed by SIGKILL").isEqualTo(137);
  }

  /** Processor time of all TaskManagers that live. */
  double taskManagerCpuSeconds() {
    return taskManagers.stream()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(time -> time.toMillis() / 1e3)
        .sum();
  }

  /** What the REST interface answers. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + master() + path))
            .timeout(Duration.ofSeconds(20))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(answer.body());
  }

  /** What the processes said, for a test that fails. */
  String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        text.append(log.getFileName()).append(":\n").append(Files.readString(log)).append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    expected.forEach(Process::destroyForcibly);
    for (Process process : expected) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until a condition holds, for as long as a slow machine may need. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("end of the patience for %s", what).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void startJobManager() throws IOException {
    JobManagerProcessSpec spec =
        JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(
            configuration, JobManagerOptions.JVM_HEAP_MEMORY);
    Process process =
        start(
        "jobmanager-" + started,
        ProcessMemoryUtils.generateJvmParametersStr(spec),
        StandaloneSessionClusterEntrypoint.class,
        "--executionMode cluster " + JobManagerProcessUtils.generateDynamicConfigsStr(spec));
    jobManagers.add(process);
  }

  private Process start(String name, String jvm, Class<?> main, String options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvm.trim().split("\\s+")));
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.addAll(List.of(main.getName(), "--configDir", folder.toString()));
    command.addAll(List.of(options.trim().split("\\s+")));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().put("CLASSPATH", classPath());
    Process process = builder.start();
    started++;
    expected.add(process);
    return process;
  }

  /** This process's class path, with names that hold in another folder. */
  private static String classPath() {
    String separator = System.getProperty("path.separator");
    return String.join(
        separator,
        Stream.of(System.getProperty("java.class.path").split(separator))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }

  private void awaitSlots(int slots) throws Exception {
    await(
        slots + " slots",
        () -> {
          Process gone = expected.stream().filter(p -> !p.isAlive()).findFirst().orElse(null);
          try {
            assertThat(gone).as(() -> "a process that ended: " + logsOrNothing()).isNull();
            return get("/overview").path("slots-total").asInt() >= slots;
          } catch (IOException e) {
            return false; // does not answer yet
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private String logsOrNothing() {
    try {
      return logs();
    } catch (IOException e) {
      return "no logs: " + e;
    }
  }

  /** Ports that nobody listens on, all different. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
