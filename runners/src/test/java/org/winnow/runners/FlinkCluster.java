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
import org.apache.flink.client.cli.CliFrontend;
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
 * A Flink standalone cluster on loopback: a JobManager and TaskManagers, each a process of its own.
 * Their class path is this test's, as if Winnow stood in Flink's {@code lib} folder; that of a bare
 * cluster is as if it did not.
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
  private final String classPath;
  private final List<Process> taskManagers = new ArrayList<>();
  private final List<Process> expected = new ArrayList<>();
  private final List<Process> jobManagers = new ArrayList<>();

  private FlinkCluster(Path folder, int heapMegabytes, String classPath) throws IOException {
    this.folder = folder;
    this.classPath = classPath;
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
        slot.idle.timeout: 2000
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
    return start(new FlinkCluster(folder, heapMegabytes, ClassPaths.all()), taskManagers);
  }

  /** Starts a cluster of nothing but Flink. */
  static FlinkCluster startBare(Path folder, int taskManagers, int heapMegabytes) throws Exception {
    return start(new FlinkCluster(folder, heapMegabytes, ClassPaths.flink()), taskManagers);
  }

  /**
   * Starts a cluster of nothing but Flink whose JobManager runs a program, and ends with it.
   *
   * @param jar of the program
   */
  static FlinkCluster startApplication(
      Path folder, int taskManagers, int heapMegabytes, Path jar, Object... arguments)
      throws IOException {
    FlinkCluster cluster = new FlinkCluster(folder, heapMegabytes, ClassPaths.flink());
    List<String> options = new ArrayList<>(List.of(folder.toString(), jar.toString()));
    Stream.of(arguments).map(String::valueOf).forEach(options::add);
    cluster.startJobManager(ApplicationEntry.class, options);
    for (int i = 0; i < taskManagers; i++) {
      cluster.startTaskManager();
    }
    return cluster;
  }

  private static FlinkCluster start(FlinkCluster cluster, int taskManagers) throws Exception {
    try {
      cluster.startSession();
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
            words(
                "--configDir "
                    + folder
                    + " "
                    + TaskExecutorProcessUtils.generateDynamicConfigsStr(spec)));
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
    startSession();
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

  /** Calls {@code flink run} in a process of its own and gives its exit code. */
  int flinkRun(Path log, Path jar, Object... arguments) throws Exception {
    List<String> options =
        new ArrayList<>(List.of("run", "-m", master(), jar.toAbsolutePath().toString()));
    Stream.of(arguments).map(String::valueOf).forEach(options::add);
    Process client = process(log, List.of("-Xmx1g"), CliFrontend.class, options);
    try {
      assertThat(client.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)).as("its end").isTrue();
      return client.exitValue();
    } finally {
      client.destroyForcibly().waitFor();
    }
  }

  /** Waits for the JobManager of an application and gives its exit code. */
  int awaitEnd() throws InterruptedException {
    Process jobManager = expected.get(0);
    await("the end of the application", () -> !jobManager.isAlive());
    return jobManager.exitValue();
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

  private void startSession() throws IOException {
    startJobManager(
        StandaloneSessionClusterEntrypoint.class,
        words(
            "--configDir "
                + folder
                + " --executionMode cluster "
                + JobManagerProcessUtils.generateDynamicConfigsStr(jobManager())));
  }

  private JobManagerProcessSpec jobManager() {
    return JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(
        configuration, JobManagerOptions.JVM_HEAP_MEMORY);
  }

  private void startJobManager(Class<?> main, List<String> options) throws IOException {
    String jvm = ProcessMemoryUtils.generateJvmParametersStr(jobManager());
    jobManagers.add(start("jobmanager-" + started, jvm, main, options));
  }

  private Process start(String name, String jvm, Class<?> main, List<String> options)
      throws IOException {
    Process process = process(folder.resolve(name + ".log"), words(jvm), main, options);
    started++;
    expected.add(process);
    return process;
  }

  private Process process(Path log, List<String> jvm, Class<?> main, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(ChildJava.command());
    command.addAll(jvm);
    command.add(main.getName());
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("CLASSPATH", classPath);
    builder.environment().put("FLINK_CONF_DIR", folder.toString());
    return builder.start();
  }

  private static List<String> words(String text) {
    return List.of(text.trim().split("\\s+"));
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
