package org.winnow.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.transforms.WakeUps;

/** Recipes and corpora in a folder of a test, and a launcher for the direct runner. */
public final class Fixtures {
  /** A clock that stands still. */
  public static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

  private Fixtures() {}

  /** Runs pipelines on the direct runner. */
  public static Launcher launcher() {
    return launcher("--targetParallelism=2");
  }

  /** The same without the runner's checks, for tests that run many pipelines. */
  public static Launcher leanLauncher() {
    return launcher(
        "--targetParallelism=1", "--enforceImmutability=false", "--enforceEncodability=false");
  }

  private static Launcher launcher(String... options) {
    return new Launcher() {
      @Override
      public Pipeline create() {
        return Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    Stream.concat(Stream.of("--runner=DirectRunner"), Stream.of(options))
                        .toArray(String[]::new))
                .create());
      }

      @Override
      public void run(Pipeline pipeline) throws PipelineFailedException {
        WakeUps.addTo(pipeline);
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

  /**
   * Writes a checkpoint that is the built-in one but for a matrix of its first layer, which has the
   * opposite sign.
   */
  public static Path otherCheckpoint(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String file :
        List.of(
            "chat_template.jinja",
            "config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json")) {
      String resource = "/org/winnow/scorers/builtin/reference/" + file;
      try (InputStream in =
          Objects.requireNonNull(Checkpoint.class.getResourceAsStream(resource))) {
        Files.copy(in, folder.resolve(file));
      }
    }
    Path weights = folder.resolve("model.safetensors");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) bytes.getLong(0);
    JsonNode matrix =
        new ObjectMapper()
            .readTree(bytes.array(), Long.BYTES, header)
            .path("model.layers.0.self_attn.o_proj.weight");
    int from = Long.BYTES + header + matrix.at("/data_offsets/0").asInt();
    int to = Long.BYTES + header + matrix.at("/data_offsets/1").asInt();
    // bfloat16: the sign is the highest bit of the second byte
    for (int at = from + 1; at < to; at += 2) {
      bytes.put(at, (byte) (bytes.get(at) ^ 0x80));
    }
    Files.write(weights, bytes.array());
    return folder;
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
