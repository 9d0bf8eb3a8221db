package org.winnow.pipelines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.winnow.pipelines.recipe.InputSection;
import org.winnow.pipelines.recipe.Problems;
import org.winnow.schemas.format.InputFiles;
import org.winnow.transforms.read.InputFile;

/**
 * Finds the files of a recipe's inputs and gives each a name that does not depend on the machine:
 * its path below the input's folder, or below the recipe's where two inputs have files of one name.
 */
public final class InputListing {
  private final RunPaths paths;
  private final Problems problems;
  private final Map<Path, Found> files = new LinkedHashMap<>();
  private final List<String> empty = new ArrayList<>();

  /**
   * An empty listing.
   *
   * @param paths the run's own folders; files in them are never input
   */
  public InputListing(RunPaths paths, Problems problems) {
    this.paths = paths;
    this.problems = problems;
  }

  private record Found(InputSection section, Path path, String nameInInput) {}

  /** Adds the files of one input. */
  public void add(InputSection section) throws IOException {
    String where = section.where() + ".path";
    List<Path> found;
    try {
      found = InputFiles.list(section.path());
    } catch (NoSuchFileException e) {
      problems.add(where, "there is no file, glob match or folder " + section.path());
      return;
    } catch (PatternSyntaxException e) {
      problems.add(where, "'" + section.written() + "' is no glob: " + e.getDescription());
      return;
    }
    if (isOwn(section.path())) {
      problems.add(
          where, section.path() + " is inside the output; a run cannot read what it replaces");
      return;
    }
    found = found.stream().filter(path -> !isOwn(path)).toList();
    if (found.isEmpty()) {
      empty.add(where + " (" + section.written() + ")");
    }
    Path base = base(section);
    for (Path path : found) {
      if (!Files.exists(path)) {
        problems.add(where, path + " leads to a file that is not there");
        continue;
      }
      Path real = path.toRealPath();
      if (!Files.isReadable(path)) {
        problems.add(where, "no permission to read " + path);
      } else if (files.containsKey(real)) {
        problems.add(where, path + " is listed twice");
      } else {
        String name = base.relativize(path.toAbsolutePath().normalize()).toString();
        files.put(real, new Found(section, path, name.replace('\\', '/')));
      }
    }
  }

  /** Size of all files on disk, as far as they have been found. */
  long bytes() throws IOException {
    return InputFiles.bytes(files.values().stream().map(Found::path).toList());
  }

  /**
   * All files, in the order of the inputs.
   *
   * @throws DataException if an input has no file of a known format
   */
  public List<InputFile> files() throws DataException, IOException {
    if (!empty.isEmpty()) {
      throw new DataException(
          "there is no file to read in "
              + String.join(", ", empty)
              + "; expected names that end in .jsonl, .ndjson, .json, .parquet, .arrow or .feather,"
              + " also with .gz or .zst");
    }
    Map<String, Integer> uses = new HashMap<>();
    files.values().forEach(file -> uses.merge(file.nameInInput(), 1, Integer::sum));
    Map<InputSection, String> folders = new IdentityHashMap<>(); // looking there may take a while
    Set<String> taken = new HashSet<>();
    List<InputFile> named = new ArrayList<>();
    for (Found file : files.values()) {
      boolean isUnique = uses.getOrDefault(file.nameInInput(), 0) == 1;
      String name =
          isUnique
              ? file.nameInInput()
              : folders.computeIfAbsent(file.section(), InputListing::folder) + file.nameInInput();
      while (!taken.add(name)) {
        name = file.section().where() + "/" + name;
      }
      named.add(
          new InputFile(
              file.path().toString(),
              name,
              file.section().domain(),
              file.section().mapping(),
              InputFiles.bytes(List.of(file.path())),
              Long.MAX_VALUE));
    }
    return named;
  }

  /** Whether a path is in the output, or in the working folder beside it. */
  private boolean isOwn(Path path) {
    Path normal = path.toAbsolutePath().normalize();
    return normal.startsWith(paths.output()) || normal.startsWith(paths.work());
  }

  /** The folder that an input names, or that its file or glob is in. */
  private static Path base(InputSection section) {
    Path path = section.path().toAbsolutePath().normalize();
    if (Files.isDirectory(path) && !Files.exists(path.resolve("state.json"))) {
      return path;
    }
    return InputFiles.folderOf(path);
  }

  /** The same folder as the recipe writes it, with a slash at its end. */
  private static String folder(InputSection section) {
    Path recipe = section.recipeFolder().toAbsolutePath().normalize();
    Path base = base(section);
    Path shown = base.startsWith(recipe) ? recipe.relativize(base) : base;
    return shown.toString().replace('\\', '/') + "/";
  }
}
