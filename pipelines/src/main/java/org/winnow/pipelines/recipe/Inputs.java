package org.winnow.pipelines.recipe;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.winnow.schemas.Locations;

/** Reads the {@code input} of a recipe. */
final class Inputs {
  private Inputs() {}

  /**
   * At least one input, or a problem is noted.
   *
   * @param folder what paths are relative to
   */
  static List<InputSection> read(RecipeNode node, Path folder) {
    List<InputSection> sections = new ArrayList<>();
    List<RecipeNode> items = node.items("inputs, each with a path");
    if (items.isEmpty()) {
      node.problem("expected at least one input");
    }
    for (RecipeNode item : items) {
      if (item.expectMapping("a mapping with a path, such as {path: data/}")) {
        item.allowKeys("path", "domain", "shape", "columns");
        String written = item.get("path").text("the path of a file, a glob or a directory");
        sections.add(
            new InputSection(
                item.path(),
                written,
                location(item.get("path"), folder, written),
                folder.resolve(""),
                item.get("domain").textOr("", "the domain of these rows"),
                Mappings.read(item)));
      }
    }
    return sections;
  }

  private static Path location(RecipeNode node, Path folder, String written) {
    try {
      return Locations.resolve(folder, written);
    } catch (InvalidPathException e) {
      node.problem(e.getReason() + ": " + e.getInput());
      return folder;
    }
  }
}
