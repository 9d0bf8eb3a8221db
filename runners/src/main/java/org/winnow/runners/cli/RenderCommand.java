package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.run.Templates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow render}: files for schedulers which refresh a dataset every night. */
@Command(
    name = "render",
    description = "Prints what a scheduler needs in order to refresh a dataset once a day.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
  /** The schedulers. A constant's name in lower case is its template's. */
  enum Format {
    CRON,
    SYSTEMD,
    AIRFLOW,
    CRONJOB
  }

  /** Names of CronJobs have at most 52 characters. */
  private static final int LONGEST_NAME = 52;

  @Parameters(
      index = "0",
      paramLabel = "FORMAT",
      description = "cron, systemd, airflow or cronjob.")
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

  @Option(names = "--image", paramLabel = "IMAGE", description = "The image of a cronjob.")
  private @Nullable String image;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone.getId())) {
      throw wrong("--zone: expected a place as in Europe/Berlin, found " + zone);
    }
    if (zone != null && format == Format.CRON) {
      throw wrong("--zone: a line of a crontab has no zone, it takes the machine's");
    }
    if (image == null && format == Format.CRONJOB) {
      throw wrong("--image: a cronjob needs an image");
    }
    List<String> words =
        List.of(
            program,
            "refresh",
            recipe.toAbsolutePath().normalize().toString(),
            "--output",
            output.toAbsolutePath().normalize().toString());
    words.forEach(this::requireOneLine);
    requireOneLine(image == null ? "" : image);
    String place = zone == null ? "UTC" : zone.getId();
    Map<String, Object> values = new HashMap<>();
    values.put("name", name(RecipeReader.read(recipe, List.of()).name()));
    values.put("minute", at.getMinute());
    values.put("hour", at.getHour());
    values.put("time", String.format(Locale.ROOT, "%02d:%02d", at.getHour(), at.getMinute()));
    values.put("zone", place);
    values.put("calendar_zone", " " + place);
    values.put("shell_cron", Quoting.cron(words));
    values.put("systemd", Quoting.systemd(words));
    values.put("airflow", Quoting.airflow(words));
    values.put("kubernetes", Quoting.kubernetes(words));
    values.put("image", Quoting.yaml(image == null ? "" : image));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        Templates.render(
            RenderCommand.class, format.name().toLowerCase(Locale.ROOT) + ".txt", values));
    out.flush();
    return ExitCode.DONE.number();
  }

  /** A recipe's name as a DNS label, which systemd, Airflow and Kubernetes all take. */
  static String name(String recipe) {
    String label = ("winnow-" + recipe.toLowerCase(Locale.ROOT)).replaceAll("[^a-z0-9]+", "-");
    return label.substring(0, Math.min(label.length(), LONGEST_NAME)).replaceAll("-$", "");
  }

  private void requireOneLine(String word) {
    boolean broken =
        word.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
    if (broken) {
      throw wrong(
          "expected paths without control characters and line separators, found "
              + Printable.of(word));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
