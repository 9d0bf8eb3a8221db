package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.run.Templates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow render}: files for schedulers and clusters which refresh a dataset. */
@Command(
    name = "render",
    description =
        "Prints what a scheduler, or Kubernetes with the Flink operator, needs in order to refresh a"
            + " dataset once a day.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
  /** What is printed. */
  enum Format {
    CRON(255),
    SYSTEMD(200),
    AIRFLOW(250),
    CRONJOB(52),
    K8S(45);

    /** How long a name the scheduler takes; of k8s, the Flink operator. */
    private final int longestName;

    Format(int longestName) {
      this.longestName = longestName;
    }
  }

  /** How a refresh ends that would end in the same way if it were tried again. */
  private static final List<Integer> FINAL_CODES =
      List.of(ExitCode.RECIPE.number(), ExitCode.DATA.number(), ExitCode.LIMIT.number());

  @Parameters(
      index = "0",
      paramLabel = "FORMAT",
      description = "cron, systemd, airflow, cronjob or k8s.")
  private Format format = Format.CRON;

  @Parameters(index = "1", paramLabel = "RECIPE", description = "The recipe, a YAML file.")
  private Path recipe = Path.of("recipe.yaml");

  @Option(names = "--output", paramLabel = "DATASET", required = true, description = "The dataset.")
  private Path output = Path.of(".");

  @Option(names = "--at", paramLabel = "HH:mm", description = "When (default: 02:00).")
  private LocalTime at = LocalTime.of(2, 0);

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Whose clock, as in Europe/Berlin (default: UTC; cron: the machine's).")
  private @Nullable ZoneId zone;

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "How winnow is called there (default: winnow).")
  private String program = "winnow";

  @Mixin private KubernetesOptions kubernetes = new KubernetesOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone.getId())) {
      throw wrong("--zone: expected a place as in Europe/Berlin, found " + zone);
    }
    if (zone != null && format == Format.CRON) {
      throw wrong("--zone: a line of a crontab has no zone, it takes the machine's");
    }
    if (!at.equals(at.truncatedTo(ChronoUnit.MINUTES))) {
      throw wrong("--at: expected a whole minute as in 02:30, found " + at);
    }
    boolean isContainer = format == Format.CRONJOB || format == Format.K8S;
    String here = recipe.toAbsolutePath().normalize().toString();
    List<String> words =
        List.of(
            program,
            "refresh",
            isContainer ? kubernetes.recipe(here, spec.commandLine()) : here,
            "--output",
            output.toAbsolutePath().normalize().toString());
    words.forEach(this::requireOneLine);
    Map<String, Object> values = new HashMap<>();
    String name = name(RecipeReader.read(recipe, List.of()).name());
    values.put("name", name);
    String place = zone == null ? "UTC" : zone.getId();
    values.put("minute", at.getMinute());
    values.put("hour", at.getHour());
    values.put("time", String.format(Locale.ROOT, "%02d:%02d", at.getHour(), at.getMinute()));
    values.put("zone", place);
    values.put("calendar_zone", " " + place);
    values.put("final_codes", FINAL_CODES.toString());
    values.put(
        "final_words", FINAL_CODES.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    if (isContainer) {
      values.putAll(kubernetes.containers(spec.commandLine()));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case CRON -> filled("cron.txt", values, "shell_cron", Quoting.cron(words));
          case SYSTEMD -> filled("systemd.txt", values, "systemd", Quoting.systemd(words));
          case AIRFLOW -> filled("airflow.txt", values, "airflow", Quoting.airflow(words));
          case CRONJOB -> cronJob(values, words);
          case K8S -> onFlink(values, words, name);
        });
    out.flush();
    return ExitCode.DONE.number();
  }

  private static String cronJob(Map<String, Object> values, List<String> words) throws IOException {
    return filled("cronjob.txt", values, "kubernetes", Quoting.kubernetes(words));
  }

  private String onFlink(Map<String, Object> values, List<String> words, String name)
      throws IOException {
    values.putAll(kubernetes.cluster(spec.commandLine()));
    // The operator passes arguments on as they are; only a pod's command fills in variables.
    List<String> parallel = joined(words, kubernetes.parallelism());
    values.put("arguments", Quoting.yaml(parallel.subList(1, parallel.size())));
    return switch (kubernetes.mode()) {
      case SESSION ->
          Templates.render(RenderCommand.class, "flink-deployment.txt", values)
              + "---\n"
              + cronJob(values, joined(parallel, kubernetes.onSession(name)));
      case JOB -> Templates.render(RenderCommand.class, "flink-session-job.txt", values);
      case APPLICATION -> Templates.render(RenderCommand.class, "flink-deployment.txt", values);
    };
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static String filled(
      String template, Map<String, Object> values, String key, String command) throws IOException {
    values.put(key, command);
    return Templates.render(RenderCommand.class, template, values);
  }

  /**
   * A recipe's name as an RFC 1123 label, which systemd, Airflow and Kubernetes all take.
   *
   * @throws ParameterException if it is too long: cut, it could be that of another recipe
   */
  private String name(String recipeName) {
    String label =
        ("winnow-" + recipeName.toLowerCase(Locale.ROOT))
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("-$", "");
    if (label.length() > format.longestName) {
      throw wrong(
          "the recipe's name is too long for this format: expected at most "
              + format.longestName
              + " characters in "
              + label
              + ", found "
              + label.length());
    }
    return label;
  }

  private void requireOneLine(String word) {
    if (!Quoting.isOneLine(word)) {
      throw wrong(
          "expected paths without control characters and line separators, found "
              + Printable.of(word));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
