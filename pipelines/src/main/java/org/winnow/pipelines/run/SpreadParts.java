package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.schemas.Folders;
import org.winnow.schemas.StoreEntry;
import org.winnow.synth.teacher.TeacherUnavailableException;

/**
 * Does the parts of a synthesis on the workers of a pipeline. What comes of a part is a file in the
 * working folder, which workers and launcher have to share, as they share the teacher's answers.
 */
final class SpreadParts {
  private final SynthesisRecipe recipe;
  private final RunPaths paths;

  SpreadParts(SynthesisRecipe recipe, RunPaths paths) {
    this.recipe = recipe;
    this.paths = paths;
  }

  /**
   * Does parts.
   *
   * @return what came of each, in their order
   * @throws TeacherUnavailableException if a worker could not ask the teacher
   * @throws PipelineFailedException if the pipeline failed for another reason
   */
  List<List<String>> make(List<String> parts, Launcher launcher)
      throws IOException, PipelineFailedException {
    Path folder = paths.work().resolve("parts");
    Folders.delete(folder);
    Files.createDirectories(folder);
    if (!parts.isEmpty()) {
      launch(parts, folder, launcher);
    }
    List<List<String>> made = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Path file = file(folder, i);
      byte[] lines =
          StoreEntry.read(file)
              .orElseThrow(() -> new IOException("a worker did its part, but left no " + file));
      made.add(new String(lines, StandardCharsets.UTF_8).lines().toList());
    }
    Folders.delete(folder);
    return made;
  }

  private void launch(List<String> parts, Path folder, Launcher launcher)
      throws PipelineFailedException {
    List<KV<Integer, String>> numbered = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      numbered.add(KV.of(i, parts.get(i)));
    }
    Pipeline pipeline = launcher.create();
    pipeline
        .apply(
            "parts",
            Create.of(numbered).withCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of())))
        .apply("spread", Reshuffle.of())
        .apply("make", ParDo.of(new Worker(recipe, paths, folder)));
    try {
      launcher.run(pipeline);
    } catch (PipelineFailedException e) {
      for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof TeacherUnavailableException unavailable) {
          throw unavailable;
        }
      }
      throw e;
    }
  }

  private static Path file(Path folder, int part) {
    return folder.resolve(String.format(Locale.ROOT, "%06d.part", part));
  }

  /** Holds texts only, so that it can travel. */
  private static final class Worker extends DoFn<KV<Integer, String>, Void> {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String recipeFolder;
    private final String resolved;
    private final String output;
    private final String folder;
    private transient @Nullable Workshop workshop;

    Worker(SynthesisRecipe recipe, RunPaths paths, Path folder) {
      this.name = recipe.name();
      this.recipeFolder = recipe.folder().toString();
      this.resolved = recipe.resolved().toString();
      this.output = paths.output().toString();
      this.folder = folder.toString();
    }

    @Setup
    public void setup() throws RecipeException {
      SynthesisRecipe recipe =
          RecipeReader.readSynthesis("recipe " + name, Path.of(recipeFolder), resolved);
      workshop = Workshop.enter(recipe, RunPaths.of(Path.of(output)));
    }

    /** A part may be done twice, after a failure: it comes out the same. */
    @ProcessElement
    public void make(@Element KV<Integer, String> part) throws IOException {
      if (workshop == null) {
        throw new IllegalStateException("not set up");
      }
      List<String> lines = workshop.make(part.getValue());
      StoreEntry.write(
          file(Path.of(folder), part.getKey()),
          String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    @Teardown
    public void teardown() {
      if (workshop != null) {
        workshop.close();
        workshop = null;
      }
    }
  }
}
