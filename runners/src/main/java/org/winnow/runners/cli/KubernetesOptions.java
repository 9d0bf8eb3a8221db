package org.winnow.runners.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What rendered manifests say of Kubernetes and of the Flink cluster that stands there. */
final class KubernetesOptions {
  /** What runs a refresh. */
  enum Mode {
    /** A CronJob, on a Flink session cluster. */
    SESSION,
    /** The Flink operator, once, on the cluster of the mode before. */
    JOB,
    /** The Flink operator, once, on a cluster of its own. */
    APPLICATION
  }

  /** Where Flink's Kubernetes integration serves the REST interface of a cluster. */
  private static final int REST_PORT = 8081;

  /** The jar of the command line in the image of {@code runners/deploy}. */
  private static final String JAR_IN_IMAGE = "local:///opt/flink/lib/winnow.jar";

  private static final int SLOTS_WITHOUT_GPU = 2;

  /** As many as machines have; with more, the least memory would not do. */
  private static final int MOST_GPUS = 16;

  private static final int MEGABYTES_PER_GIB = 1024;

  /** For sorting in a slot, as in the end-to-end tests. */
  private static final int MANAGED_MEGABYTES_PER_SLOT = 128;

  /** What Flink needs leaves next to no heap below. */
  private static final int LEAST_GIB = 4;

  private static final int MOST_GIB = 4096;

  /** A DNS subdomain, which is what the names of claims are, and an absolute path. */
  private static final Pattern CLAIM =
      Pattern.compile(
          "(?<name>[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)"
              + ":(?<mount>/[^:]*)");

  @Option(names = "--image", paramLabel = "IMAGE", description = "cronjob, k8s: the image.")
  private @Nullable String image;

  @Option(
      names = "--mode",
      paramLabel = "session|job|application",
      description =
          "k8s: session (default) is a Flink session cluster and a CronJob that refreshes on it. job is"
              + " one refresh which the Flink operator submits to that cluster. application is one"
              + " refresh on a cluster of its own.")
  private Mode mode = Mode.SESSION;

  @Option(
      names = "--jar-uri",
      paramLabel = "URI",
      description =
          "k8s: where the operator finds Winnow's job jar. Mode job needs one of https; mode"
              + " application takes the image's.")
  private @Nullable String jarUri;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "k8s: slots that a step takes (default: 2).")
  private int parallelism = SLOTS_WITHOUT_GPU;

  @Option(
      names = "--gpus",
      paramLabel = "N",
      description = "k8s: GPUs of a TaskManager, which then has one slot for each (default: none).")
  private int gpus;

  @Option(
      names = "--memory",
      paramLabel = "GIB",
      description = "k8s: memory of a TaskManager; half of it is for models (default: 8).")
  private int gibibytes = 8;

  @Option(
      names = "--claim",
      paramLabel = "NAME:/MOUNT",
      description = "cronjob, k8s: a persistent volume claim, and where it is mounted; repeatable.")
  private List<String> claims = List.of();

  @Option(
      names = "--recipe-path",
      paramLabel = "PATH",
      description = "cronjob, k8s: where the recipe lies there (default: where it lies here).")
  private @Nullable String recipePath;

  Mode mode() {
    return mode;
  }

  /**
   * Where the recipe lies in the containers.
   *
   * @param here where it lies on this machine
   */
  String recipe(String here, CommandLine line) {
    if (recipePath != null && !recipePath.startsWith("/")) {
      throw wrong(line, "--recipe-path: expected an absolute path", recipePath);
    }
    return recipePath == null ? here : recipePath;
  }

  /** The words that say how many slots a step takes: a cluster has none before its first job. */
  List<String> parallelism() {
    return List.of("--parallelism", Integer.toString(parallelism));
  }

  /**
   * The words that send a refresh to a session cluster.
   *
   * @param name of the cluster
   */
  List<String> onSession(String name) {
    return List.of("--flink-master", name + "-rest:" + REST_PORT);
  }

  /** What the containers of all manifests are: their image and their volumes. */
  Map<String, Object> containers(CommandLine line) throws JsonProcessingException {
    if (image == null || image.isBlank() || !Quoting.isOneLine(image)) {
      throw wrong(line, "--image: expected the image of the containers", image);
    }
    List<Map<String, String>> volumes = new ArrayList<>();
    for (String claim : claims) {
      Matcher parts = CLAIM.matcher(claim);
      if (!parts.matches() || !Quoting.isOneLine(claim)) {
        throw wrong(
            line, "--claim: expected NAME:/MOUNT with a name of a-z, 0-9, '-' and '.'", claim);
      }
      volumes.add(
          Map.of(
              "volume", "claim-" + (volumes.size() + 1),
              "name", Quoting.yaml(parts.group("name")),
              "path", Quoting.yaml(parts.group("mount"))));
    }
    return Map.of("image", Quoting.yaml(image), "claims", volumes);
  }

  /** What the Flink cluster is and, where the operator submits a job, what that job is. */
  Map<String, Object> cluster(CommandLine line) throws JsonProcessingException {
    if (parallelism < 1) {
      throw wrong(line, "--parallelism: expected at least 1", parallelism);
    }
    if (gpus < 0 || gpus > MOST_GPUS) {
      throw wrong(line, "--gpus: expected 0 to " + MOST_GPUS, gpus);
    }
    if (gibibytes < LEAST_GIB || gibibytes > MOST_GIB) {
      throw wrong(line, "--memory: expected " + LEAST_GIB + " to " + MOST_GIB + " GiB", gibibytes);
    }
    if (gibibytes < gpus) {
      throw wrong(
          line, "--memory: expected at least 1 GiB for each of " + gpus + " GPUs", gibibytes);
    }
    int slots = gpus == 0 ? SLOTS_WITHOUT_GPU : gpus;
    int megabytes = gibibytes * MEGABYTES_PER_GIB;
    Map<String, Object> values = new HashMap<>();
    values.put("gpus", gpus);
    values.put("slots", slots);
    values.put("parallelism", parallelism);
    values.put("megabytes", megabytes);
    values.put("model_megabytes", megabytes / 2);
    values.put("managed_megabytes", slots * MANAGED_MEGABYTES_PER_SLOT);
    values.put("job", mode == Mode.APPLICATION);
    values.put("jar_uri", Quoting.yaml(jarUri(line)));
    return values;
  }

  private String jarUri(CommandLine line) {
    if (jarUri != null && mode == Mode.SESSION) {
      throw new ParameterException(
          line, "--jar-uri: expected --mode job or application with it, found session");
    }
    if (jarUri == null && mode == Mode.JOB) {
      throw new ParameterException(
          line, "--jar-uri: expected the https address of the job jar with --mode job");
    }
    String found = jarUri == null ? JAR_IN_IMAGE : jarUri;
    try {
      String scheme = new URI(found).getScheme();
      if (scheme == null || (mode == Mode.JOB && !scheme.equals("https"))) {
        throw wrong(
            line, "--jar-uri: expected " + (mode == Mode.JOB ? "https://..." : "a URI"), found);
      }
      return found;
    } catch (URISyntaxException e) {
      throw wrong(line, "--jar-uri: expected a URI", found);
    }
  }

  private static ParameterException wrong(
      CommandLine line, String expected, @Nullable Object found) {
    return new ParameterException(
        line, expected + ", found " + Printable.of(String.valueOf(found)));
  }
}
