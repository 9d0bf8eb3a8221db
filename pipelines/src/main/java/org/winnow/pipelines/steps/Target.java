package org.winnow.pipelines.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.winnow.pipelines.recipe.Mappings;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.schemas.Locations;
import org.winnow.schemas.format.InputFiles;
import org.winnow.schemas.format.Mapping;
import org.winnow.transforms.read.InputFile;

/**
 * Files that a step compares the corpus with, as a recipe writes them.
 *
 * @param written the path: a file, a glob or a folder
 * @param mapping how their fields become messages
 */
record Target(String written, Mapping mapping) {
  /** Reads {@code target}, {@code shape} and {@code columns} of a step's body. */
  static Target read(RecipeNode body) {
    return new Target(
        body.get("target").text("the path of a file, a glob or a folder"), Mappings.read(body));
  }

  /**
   * The files, each with its path from the recipe's folder as its name; notes a problem and is
   * empty if there is none.
   *
   * @param where the target's place in the recipe
   */
  List<InputFile> files(String where, PlanContext context) {
    Path folder = context.folder().toAbsolutePath().normalize();
    List<InputFile> files = new ArrayList<>();
    try {
      for (Path path : InputFiles.list(Locations.resolve(folder, written))) {
        if (!Files.exists(path)) {
          context.problems().add(where, path + " leads to a file that is not there");
          return List.of();
        }
        Path normal = path.toAbsolutePath().normalize();
        Path name = normal.startsWith(folder) ? folder.relativize(normal) : normal;
        files.add(
            new InputFile(
                path.toString(),
                name.toString().replace('\\', '/'),
                "",
                mapping,
                InputFiles.bytes(List.of(path)),
                Long.MAX_VALUE));
      }
    } catch (PatternSyntaxException e) {
      context.problems().add(where, "'" + written + "' is no glob: " + e.getDescription());
      return List.of();
    } catch (InvalidPathException e) {
      context.problems().add(where, e.getReason() + ": " + e.getInput());
      return List.of();
    } catch (NoSuchFileException e) {
      // nothing of that name: said below
      files.clear();
    } catch (IOException e) {
      context.problems().add(where, "cannot list " + written + ": " + e);
      return List.of();
    }
    if (files.isEmpty()) {
      context
          .problems()
          .add(where, "there is no file to read in " + Locations.resolve(folder, written));
    }
    return files;
  }
}
