package org.winnow.runners.cli;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.winnow.runners.Main;
import org.winnow.runners.launch.JobJar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow package}: the jar for {@code flink run}. */
@Command(
    name = "package",
    description =
        "Writes the job jar for Flink's own client: flink run JAR run RECIPE. Recipe and data do not"
            + " travel in it; they are read where it runs.",
    mixinStandardHelpOptions = true)
final class PackageCommand implements Callable<Integer> {
  @Option(
      names = "--output",
      paramLabel = "JAR",
      required = true,
      description = "The job jar; a file of that name is replaced.")
  private Path output = Path.of("winnow-job.jar");

  @Option(
      names = "--thin",
      description =
          "Without libraries, for clusters where Winnow stands in Flink's lib folder, in which"
              + " several jobs share a TaskManager (runners/README.md).")
  private boolean thin;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    String main = Main.class.getName();
    JobJar jar = thin ? JobJar.thin(main) : JobJar.whole(main, classPath());
    jar.write(output);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %d libraries, %,d bytes%n",
        Printable.of(output.toString()),
        jar.libraries().size(),
        Files.size(output));
    out.flush();
    return ExitCode.DONE.number();
  }

  /** What this process was started with. */
  private static List<Path> classPath() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
  }
}
