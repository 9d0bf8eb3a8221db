package org.winnow.runners;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Recipes of many small files, each of which is a batch. */
final class ClusterRecipe {
  /** Every kind of step: some that compare all rows, a model, a choice, a mixture. */
  static final List<String> EVERY_STEP =
      List.of(
          "  - dedup_exact: {}",
          "  - near_dup: {}",
          "  - score: {scorers: [loss]}",
          "  - select: {topsis: {minimize: [loss.mean]}, keep: 50%, within: corpus}",
          "  - mix: {temperature: 3, rows: 100%}");

  /** Hard work for a model. */
  static final List<String> SCORES =
      List.of(
          "  - score: {scorers: [loss, donod, spectrum]}",
          "  - select: {topsis: {minimize: [loss.mean]}, keep: 50%, within: corpus}");

  private static final Path ROWS = Path.of("../pipelines/examples/quickstart/data/gsm8k.jsonl");

  private ClusterRecipe() {}

  /** Writes the recipe and its input, of rows that are all different. */
  static Path write(Path folder, int files, int rowsOfFile, List<String> steps) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    List<String> rows = Files.readAllLines(ROWS);
    for (int file = 0; file < files; file++) {
      List<String> part = new ArrayList<>();
      for (int row = file * rowsOfFile; row < (file + 1) * rowsOfFile; row++) {
        String round = "round " + row / rows.size() + ": ";
        part.add(
            rows.get(row % rows.size())
                .replaceFirst("\"id\": \"", "$0" + round)
                .replaceFirst("\"content\": \"", "$0" + round));
      }
      Files.write(folder.resolve(String.format(Locale.ROOT, "in/part-%03d.jsonl", file)), part);
    }
    List<String> lines =
        new ArrayList<>(
            List.of(
                "name: many",
                "input:",
                "  - {path: \"in/part-*[02468].jsonl\", domain: even}",
                "  - {path: \"in/part-*[13579].jsonl\", domain: odd}",
                "model: {checkpoint: builtin:reference}",
                "steps:"));
    lines.addAll(steps);
    return Files.write(folder.resolve("recipe.yaml"), lines);
  }

  /** Arguments of a run to {@code output}, which has a store of its own. */
  static Object[] run(Path recipe, Path output, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("run", recipe, "--output", output));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  /** Digests of the rows that were written and of those that were rejected. */
  static Map<String, String> data(Path output) throws IOException {
    Map<String, String> digests = Cli.digests(output);
    digests.keySet().removeIf(file -> !file.matches("(data|rejected)/.*"));
    return digests;
  }

  /** The stored scores of a run to {@code output}, on which others may be at work. */
  static List<Path> stored(Path output) throws IOException {
    Path store = output.resolveSibling(output.getFileName() + ".winnow/store");
    return Cli.filesOfOther(store, ".scores");
  }
}
