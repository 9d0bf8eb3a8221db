package org.winnow.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What Kubernetes and the Flink operator get to read. */
final class RenderKubernetesTest {
  private static final String RECIPE =
      Path.of("..", "pipelines", "examples", "quickstart", "recipe.yaml").toString();
  private static final Path DEPLOY = Path.of("deploy");

  /** What the manifests in {@code deploy} are made with. */
  private static final List<String> EXAMPLE =
      List.of(
          "--recipe-path=/data/recipe.yaml",
          "--output=/data/quickstart",
          "--zone=Europe/Berlin",
          "--image=registry.example/winnow:0.1.0",
          "--claim=winnow-data:/data");

  private final StringWriter errors = new StringWriter();

  private int render(StringWriter out, String... arguments) {
    return new CommandLine(new RenderCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true) // those of the examples
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(errors))
        .execute(arguments);
  }

  private String text(String format, String... options) {
    StringWriter out = new StringWriter();
    String[] arguments =
        Stream.of(List.of(format, RECIPE), EXAMPLE, List.of(options))
            .flatMap(List::stream)
            .toArray(String[]::new);
    assertThat(render(out, arguments)).as(errors.toString()).isZero();
    return out.toString();
  }

  private List<JsonNode> documents(String format, String... options) throws IOException {
    YAMLFactory factory = new YAMLFactory();
    factory.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    List<JsonNode> documents = new ArrayList<>();
    try (JsonParser parser = factory.createParser(text(format, options))) {
      new ObjectMapper(factory)
          .<JsonNode>readValues(parser, JsonNode.class)
          .forEachRemaining(documents::add);
    }
    return documents;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static List<String> kinds(List<JsonNode> documents) {
    return documents.stream().map(document -> document.path("kind").asText()).toList();
  }

  @Test
  void aNightlyRefreshGoesToTheSessionCluster() throws Exception {
    List<JsonNode> documents = documents("k8s", "--parallelism=6");

    assertThat(kinds(documents)).containsExactly("FlinkDeployment", "CronJob");
    assertThat(documents.get(0).at("/metadata/name").asText()).isEqualTo("winnow-quickstart");
    assertThat(documents.get(0).at("/spec/job").isMissingNode()).isTrue();
    JsonNode container =
        documents.get(1).at("/spec/jobTemplate/spec/template/spec/containers/0/command");
    assertThat(texts(container))
        .containsExactly(
            "winnow",
            "refresh",
            "/data/recipe.yaml",
            "--output",
            "/data/quickstart",
            "--parallelism",
            "6",
            "--flink-master",
            "winnow-quickstart-rest:8081");
  }

  @Test
  void theOperatorSubmitsOneRefreshToTheSessionCluster() throws Exception {
    String jar = "https://repository.example/a%20b/winnow-job.jar?x='\"";
    JsonNode job = documents("k8s", "--mode=job", "--jar-uri=" + jar.replace("\"", "%22")).get(0);

    assertThat(job.path("kind").asText()).isEqualTo("FlinkSessionJob");
    assertThat(job.at("/spec/deploymentName").asText())
        .isEqualTo(documents("k8s").get(0).at("/metadata/name").asText());
    assertThat(job.at("/spec/job/jarURI").asText()).isEqualTo(jar.replace("\"", "%22"));
    assertThat(job.at("/spec/job/entryClass").asText()).isEqualTo("org.winnow.runners.Main");
    assertThat(texts(job.at("/spec/job/args")))
        .containsExactly(
            "refresh", "/data/recipe.yaml", "--output", "/data/quickstart", "--parallelism", "2");
  }

  @Test
  void anApplicationHasItsJarInItsImage() throws Exception {
    List<JsonNode> documents = documents("k8s", "--mode=application");

    assertThat(kinds(documents)).containsExactly("FlinkDeployment");
    JsonNode job = documents.get(0).at("/spec/job");
    assertThat(Files.readString(DEPLOY.resolve("Dockerfile")))
        .contains("/lib-of-winnow/winnow.jar", "/lib-of-winnow/ /opt/flink/lib/");
    assertThat(job.path("jarURI").asText()).isEqualTo("local:///opt/flink/lib/winnow.jar");
    assertThat(job.path("upgradeMode").asText()).isEqualTo("stateless");
    assertThat(job.path("parallelism").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--gpus=0",
        "--gpus=4 --memory=64 --parallelism=8",
        "--claim=other.claim:/models --claim=third:/cache",
        "--mode=application --gpus=1",
        "--mode=job --jar-uri=https://repository.example/winnow-job.jar"
      })
  void theOperatorKnowsAllThatIsRendered(String options) throws Exception {
    JsonNode resource = documents("k8s", options.split(" ")).get(0);

    assertThat(OperatorSchema.problems(resource)).isEmpty();
  }

  @Test
  void theOperatorsSchemaFindsWhatIsWrong() throws Exception {
    ObjectNode resource = (ObjectNode) documents("k8s", "--gpus=1").get(0);
    ((ObjectNode) resource.at("/spec/taskManager/resource")).put("cpu", "two").put("disk", "1g");
    ((ObjectNode) resource.at("/spec")).put("flinkVersion", "v1_99");
    ((ObjectNode) resource.at("/spec/flinkConfiguration")).put("taskmanager.numberOfTaskSlots", 2);
    ((ObjectNode) resource.at("/spec/podTemplate/spec/containers/0")).put("volumeMount", "/data");

    List<String> problems = OperatorSchema.problems(resource);

    assertThat(problems).hasSize(5);
    assertThat(problems).anyMatch(problem -> problem.contains("cpu"));
    assertThat(problems).anyMatch(problem -> problem.contains("flinkVersion"));
    assertThat(problems).anyMatch(problem -> problem.contains("numberOfTaskSlots"));
    assertThat(problems)
        .contains(
            "spec.podTemplate.spec.containers[].volumeMount: unknown",
            "spec.taskManager.resource.disk: unknown");
  }

  /** Flink itself reads what the operator would give it. */
  @ParameterizedTest
  @CsvSource({
    "0, 4, 2, 2048, 500",
    "0, 8, 2, 4096, 1500",
    "8, 64, 8, 32768, 20000",
    "16, 16, 16, 8192, 1000"
  })
  void flinkReadsTheConfiguration(
      int gpus, int gibibytes, int slots, int modelMegabytes, int leastHeapMegabytes)
      throws Exception {
    JsonNode spec = documents("k8s", "--gpus=" + gpus, "--memory=" + gibibytes).get(0).path("spec");
    Configuration flink = new Configuration();
    for (var field : spec.path("flinkConfiguration").properties()) {
      flink.setString(field.getKey(), field.getValue().asText());
    }
    flink.set(
        TaskManagerOptions.TOTAL_PROCESS_MEMORY,
        MemorySize.parse(spec.at("/taskManager/resource/memory").asText()));
    flink.set(TaskManagerOptions.CPU_CORES, spec.at("/taskManager/resource/cpu").asDouble());
    flink.set(
        JobManagerOptions.TOTAL_PROCESS_MEMORY,
        MemorySize.parse(spec.at("/jobManager/resource/memory").asText()));

    TaskExecutorProcessSpec process = TaskExecutorProcessUtils.processSpecFromConfig(flink);
    assertThat(process.getNumSlots()).isEqualTo(slots);
    assertThat(process.getTotalProcessMemorySize().getMebiBytes()).isEqualTo(1024 * gibibytes);
    assertThat(process.getTaskOffHeapSize().getMebiBytes()).isEqualTo(modelMegabytes);
    assertThat(process.getTaskHeapSize().getMebiBytes()).isGreaterThan(leastHeapMegabytes);
    assertThat(
            JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(
                    flink, JobManagerOptions.JVM_HEAP_MEMORY)
                .getJvmHeapMemorySize()
                .getMebiBytes())
        .isGreaterThan(1000);
    assertThat(flink.get(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED)).isFalse();
    assertThat(flink.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("fixed-delay");
    assertThat(flink.get(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS))
        .isGreaterThanOrEqualTo(20);
    assertThat(flink.get(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS))
        .isEqualTo(64);
    assertThat(flink.get(CoreOptions.FLINK_TM_JVM_OPTIONS))
        .isEqualTo("--add-opens=java.base/java.nio=ALL-UNNAMED");
    assertThat(flink.get(CoreOptions.CLASSLOADER_RESOLVE_ORDER)).isEqualTo("parent-first");
  }

  @Test
  void aTaskManagerHasOneSlotForEachGpu() throws Exception {
    JsonNode manager = documents("k8s", "--gpus=4").get(0).at("/spec/taskManager");

    JsonNode container = manager.at("/podTemplate/spec/containers/0");
    assertThat(container.path("name").asText()).isEqualTo("flink-main-container");
    assertThat(container.at("/resources/limits").path("nvidia.com/gpu").asInt()).isEqualTo(4);
    assertThat(documents("k8s").get(0).at("/spec/taskManager/podTemplate").isMissingNode())
        .isTrue();
  }

  @Test
  void allPodsMountTheClaims() throws Exception {
    List<JsonNode> documents = documents("k8s", "--claim=a.b:/a \"b\" 'c' # {{ x }}");

    for (JsonNode pod :
        List.of(
            documents.get(0).at("/spec/podTemplate/spec"),
            documents.get(1).at("/spec/jobTemplate/spec/template/spec"))) {
      JsonNode mounts = pod.at("/containers/0/volumeMounts");
      assertThat(mounts.findValuesAsText("name")).containsExactly("claim-1", "claim-2");
      assertThat(pod.path("volumes").findValuesAsText("name"))
          .containsExactly("claim-1", "claim-2");
      assertThat(mounts.at("/0/mountPath").asText()).isEqualTo("/data");
      assertThat(mounts.at("/1/mountPath").asText()).isEqualTo("/a \"b\" 'c' # {{ x }}");
      assertThat(pod.at("/volumes/1/persistentVolumeClaim/claimName").asText()).isEqualTo("a.b");
    }
  }

  @Test
  void aCronJobDoesNotRepeatWhatCannotPass() throws Exception {
    JsonNode spec = documents("cronjob").get(0).at("/spec/jobTemplate/spec");

    assertThat(spec.path("backoffLimit").asInt()).isEqualTo(2);
    JsonNode pod = spec.at("/template/spec");
    assertThat(pod.path("restartPolicy").asText()).isEqualTo("Never");
    JsonNode rule = spec.at("/podFailurePolicy/rules/0");
    assertThat(rule.path("action").asText()).isEqualTo("FailJob");
    JsonNode codes = rule.path("onExitCodes");
    assertThat(codes.path("containerName")).isEqualTo(pod.at("/containers/0/name"));
    assertThat(codes.path("operator").asText()).isEqualTo("In");
    assertThat(texts(codes.path("values"))).containsExactly("2", "3", "5");
  }

  @Test
  void argumentsOfAJobAreTakenAsTheyAre() throws Exception {
    JsonNode arguments =
        documents("k8s", "--mode=application", "--output=/data/a\" : [b]'$(HOME) {{ x }} #")
            .get(0)
            .at("/spec/job/args");

    assertThat(arguments.path(3).asText()).isEqualTo("/data/a\" : [b]'$(HOME) {{ x }} #");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--claim=Data:/data|found Data:/data",
        "--claim=data:data|found data:data",
        "--claim=data|found data",
        "--image= |--image: expected the image",
        "--gpus=-1|found -1",
        "--gpus=17|--gpus: expected 0 to 16, found 17",
        "--gpus=9|--memory: expected at least 1 GiB for each of 9 GPUs, found 8",
        "--memory=3|--memory: expected 4 to 4096 GiB, found 3",
        "--parallelism=0|found 0",
        "--recipe-path=recipe.yaml|found recipe.yaml",
        "--mode=job|--jar-uri: expected the https address",
        "--mode=job --jar-uri=http://a/b.jar|expected https://..., found http://a/b.jar",
        "--mode=application --jar-uri=b.jar|expected a URI, found b.jar",
        "--jar-uri=https://a/b.jar|expected --mode job or application"
      })
  void whatCannotBeIsRefused(String options, String message) {
    StringWriter out = new StringWriter();
    String[] arguments =
        Stream.of(List.of("k8s", RECIPE), EXAMPLE, List.of(options.split(" ", 2)))
            .flatMap(List::stream)
            .toArray(String[]::new);

    assertThat(render(out, arguments)).isEqualTo(ExitCode.RECIPE.number());

    assertThat(out.toString()).isEmpty();
    assertThat(errors.toString()).contains(message);
  }

  @Test
  void anImageOfTwoLinesIsRefused() {
    StringWriter out = new StringWriter();

    assertThat(render(out, "k8s", RECIPE, "--output=/data/a", "--image=a\nb"))
        .isEqualTo(ExitCode.RECIPE.number());

    assertThat(errors.toString()).contains("found a\\u000ab");
  }

  @Test
  void aNameThatIsTooLongIsRefused(@TempDir Path folder) throws Exception {
    Path recipe = folder.resolve("recipe.yaml");
    String text = Files.readString(Path.of(RECIPE));
    String name = "Long_" + "a".repeat(33); // with winnow- in front, 45 characters
    StringWriter out = new StringWriter();

    Files.writeString(recipe, text.replace("name: quickstart", "name: " + name));
    assertThat(render(out, "k8s", recipe.toString(), "--output=/data/a", "--image=winnow"))
        .as(errors.toString())
        .isZero();
    assertThat(out.toString()).contains("name: winnow-long-" + "a".repeat(33) + "\n");

    Files.writeString(recipe, text.replace("name: quickstart", "name: " + name + "a"));
    assertThat(render(out, "k8s", recipe.toString(), "--output=/data/a", "--image=winnow"))
        .isEqualTo(ExitCode.RECIPE.number());
    assertThat(errors.toString()).contains("expected at most 45 characters", "found 46");
  }

  @ParameterizedTest
  @CsvSource({
    "session.yaml, k8s, --mode=session",
    "application.yaml, k8s, --mode=application",
    "session-job.yaml, k8s, --mode=job --jar-uri=https://repository.example/winnow-job.jar",
    "cronjob.yaml, cronjob, --at=02:00"
  })
  void theExamplesAreWhatIsRendered(String file, String format, String options) throws Exception {
    assertThat(Files.readString(DEPLOY.resolve(file))).isEqualTo(text(format, options.split(" ")));
  }
}
