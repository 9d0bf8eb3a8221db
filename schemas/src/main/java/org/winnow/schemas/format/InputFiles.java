package org.winnow.schemas.format;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the files of an input.
 *
 * <p>In directories, and behind globs, only files with a known suffix count: jsonl, ndjson, json,
 * parquet, arrow, feather, mds, each also with .gz or .zst. Names that start with a dot or an
 * underscore are skipped, and so are the descriptions that Hugging Face keeps beside data, such as
 * {@code dataset_info.json}, and an {@code index.json} beside MDS files. Links are followed; one
 * that leads nowhere is listed like the file that it should lead to, so that it is missed. A
 * directory that Hugging Face's {@code save_to_disk} wrote is one entry.
 */
public final class InputFiles {
  private static final String GLOB_CHARS = "*?[{";

  /** Descriptions of data sets that lie beside the data. */
  private static final Set<String> SIDECARS =
      Set.of("dataset_dict.json", "dataset_info.json", "dataset_infos.json");

  private InputFiles() {}

  /**
   * The files that {@code input} means, sorted by name.
   *
   * @param input a file, which is taken whatever it is called; a directory, which is searched with
   *     all below it; a saved dataset; or a glob such as {@code data/&#42;&#42;.jsonl}
   * @throws NoSuchFileException if there is nothing of that name, or the directory before the first
   *     wildcard does not exist
   */
  public static List<Path> list(Path input) throws IOException {
    if (SavedDatasetFormat.isSavedDataset(input) || Files.isRegularFile(input)) {
      return List.of(input);
    }
    if (Files.isDirectory(input)) {
      return search(input, path -> true);
    }
    if (!isGlob(input)) {
      throw new NoSuchFileException(input.toString());
    }
    FileSystem files = input.getFileSystem();
    Path directory = folderOf(input);
    PathMatcher matcher = files.getPathMatcher("glob:" + directory.relativize(input));
    return search(directory, path -> matcher.matches(directory.relativize(path)));
  }

  /**
   * Bytes on disk of these files, compressed files as they are; a saved dataset counts with every
   * file in it. Opens no file.
   */
  public static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        try (var inside = Files.list(file)) {
          bytes += bytes(inside.filter(Files::isRegularFile).toList());
        }
      } else {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static boolean isGlob(Path path) {
    return path.toString().chars().anyMatch(c -> GLOB_CHARS.indexOf(c) >= 0);
  }

  /**
   * The folder that a file is in, or of a glob what stands before the first part with a wildcard; a
   * folder of that very name is none. Asks for nothing but the folders that look like wildcards.
   */
  public static Path folderOf(Path input) {
    Path directory = input.isAbsolute() ? input.getRoot() : input.getFileSystem().getPath("");
    for (Path part : input) {
      Path next = directory.resolve(part);
      if (next.equals(input) || (isGlob(part) && !Files.isDirectory(next))) {
        break;
      }
      directory = next;
    }
    return directory;
  }

  private static List<Path> search(Path root, Predicate<Path> wanted) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        Set.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes ignored) {
            if (!directory.equals(root) && isHidden(directory)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (SavedDatasetFormat.isSavedDataset(directory)) {
              if (wanted.test(directory)) {
                found.add(directory);
              }
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes ignored)
              throws IOException {
            boolean known =
                !isHidden(file)
                    && !SIDECARS.contains(String.valueOf(file.getFileName()))
                    && !isIndex(file)
                    && FileNames.KNOWN_SUFFIXES.contains(FileNames.suffix(file.toString()));
            boolean leadsNowhere = Files.isSymbolicLink(file) && !Files.exists(file);
            if (known && wanted.test(file) && (leadsNowhere || Files.isRegularFile(file))) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE; // a link to a folder that is being searched
            }
            throw e;
          }
        });
    found.sort(Comparator.comparing(Path::toString));
    return List.copyOf(found);
  }

  /** Whether the file lists the MDS files that lie beside it. */
  private static boolean isIndex(Path file) throws IOException {
    if (!String.valueOf(file.getFileName()).equals(MdsIndex.NAME)) {
      return false;
    }
    try (var shards = Files.newDirectoryStream(file.resolveSibling("."), "*.mds")) {
      return shards.iterator().hasNext();
    }
  }

  private static boolean isHidden(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") || name.startsWith("_");
  }
}
