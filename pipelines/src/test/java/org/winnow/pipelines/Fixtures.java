package org.winnow.pipelines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.PipelineFailedException;
import org.winnow.schemas.Digests;

/** Recipes and corpora in a folder of a test, and a launcher for the direct runner. */
public final class Fixtures {
  /** A clock that stands still. */
  public static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  private Fixtures() {}

  /** Runs pipelines on the direct runner. */
  public static Launcher launcher() {
    return new Launcher() {
      @Override
      public Pipeline create() {
        return Pipeline.create(
            PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
                .create());
      }

      @Override
      public void run(Pipeline pipeline) throws PipelineFailedException {
        try {
          pipeline.run().waitUntilFinish();
        } catch (Pipeline.PipelineExecutionException e) {
          throw new PipelineFailedException("the pipeline failed", e);
        }
      }
    };
  }

  /** One line of JSON: a question and its answer. */
  public static String row(String question) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\""
        + question
        + "\"},{\"role\":\"assistant\",\"content\":\"It is so.\"}]}";
  }

  /** Writes {@code count} rows that differ from those of every other file. */
  public static Path corpus(Path file, int count) throws IOException {
    Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      lines.append(row("What is " + i + " in " + file.getFileName() + "?")).append('\n');
    }
    return Files.writeString(file, lines);
  }

  /** Writes a recipe from its lines. */
  public static Path recipe(Path folder, String... lines) throws IOException {
    return Files.write(folder.resolve("recipe.yaml"), List.of(lines));
  }

  /** The plan of a recipe that publishes to {@code folder/out}. */
  public static CurationPlan plan(Path folder, String... lines)
      throws IOException, RecipeException, DataException {
    return CurationPlan.of(
        RecipeReader.read(recipe(folder, lines), List.of()),
        RunPaths.of(folder.resolve("out")),
        Optional.empty());
  }

  /** Digests of all files below a folder, by path from there. */
  public static Map<String, String> tree(Path folder) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(folder.relativize(file).toString().replace('\\', '/'), Digests.hex(file));
      }
    }
    return digests;
  }
}
