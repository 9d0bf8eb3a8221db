package org.winnow.pipelines.remote;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;

/**
 * Finds files by their names. Beam takes a name for a pattern; where one has a character of
 * patterns in it, all files are listed that begin like it, and looked through.
 */
final class RemoteListing {
  private static final String PATTERN_CHARS = "*?[]{}\\";

  /** How often a folder is looked at that seems to be empty. */
  private static final int LOOKS = 3;

  private RemoteListing() {}

  /** The attributes of a file or a folder; empty if there is neither. */
  static Optional<RemoteAttributes> attributes(Path path) {
    if (isRoot(path)) {
      return Optional.of(RemoteAttributes.FOLDER);
    }
    Optional<RemoteAttributes> file = file(path);
    return file.isEmpty() && !below(path).isEmpty() ? Optional.of(RemoteAttributes.FOLDER) : file;
  }

  /** The attributes of a file; empty if there is none of that name. */
  static Optional<RemoteAttributes> file(Path path) {
    if (isRoot(path)) {
      return Optional.empty();
    }
    String name = text(path);
    int wild = firstPatternChar(name);
    List<MatchResult.Metadata> candidates =
        wild < 0 ? match(name) : all(name.substring(0, name.lastIndexOf('/', wild) + 1));
    return candidates.stream()
        .filter(found -> found.resourceId().toString().equals(name))
        // Hadoop finds folders, too; they have no bytes.
        .filter(found -> found.sizeBytes() > 0 || below(path).isEmpty())
        .findFirst()
        .map(
            found ->
                new RemoteAttributes(
                    false, found.sizeBytes(), FileTime.fromMillis(found.lastModifiedMillis())));
  }

  /** Names of the files and folders in a folder, in order. */
  static SortedSet<String> names(Path folder) {
    SortedSet<String> names = new TreeSet<>();
    for (String file : below(folder)) {
      int slash = file.indexOf('/');
      names.add(slash < 0 ? file : file.substring(0, slash));
    }
    return names;
  }

  /** All files below a folder, by their paths from there. */
  private static SortedSet<String> below(Path folder) {
    String name = text(folder);
    String prefix = name.endsWith("/") ? name : name + "/";
    int wild = firstPatternChar(prefix);
    String known = wild < 0 ? prefix : prefix.substring(0, prefix.lastIndexOf('/', wild) + 1);
    SortedSet<String> files = new TreeSet<>();
    for (MatchResult.Metadata found : all(known)) {
      String file = found.resourceId().toString();
      // Some stores hold an empty object in the name of a folder.
      if (file.startsWith(prefix) && file.length() > prefix.length() && !file.endsWith("/")) {
        String below = file.substring(prefix.length());
        if (("/" + below + "/").matches(".*/\\.{0,2}/.*")) {
          throw new UncheckedIOException(
              new IOException("expected names of files and folders, found the key " + file));
        }
        files.add(below);
      }
    }
    return files;
  }

  /**
   * All files that begin like that. Beam asks S3 for each file that it has listed, and finds none
   * at all if one of them is gone by then: nothing counts as nothing when it was seen more than
   * once.
   */
  private static List<MatchResult.Metadata> all(String prefix) {
    List<MatchResult.Metadata> all = new ArrayList<>();
    for (int look = 0; look < LOOKS && all.isEmpty(); look++) {
      all.addAll(match(prefix + "**"));
    }
    all.addAll(match(prefix + "*")); // for Hadoop, the first pattern leaves out what is right here
    return all;
  }

  private static boolean isRoot(Path path) {
    return path.toAbsolutePath().normalize().getNameCount() == 0;
  }

  private static List<MatchResult.Metadata> match(String pattern) {
    try {
      return FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata();
    } catch (FileNotFoundException e) {
      return List.of(); // Beam's other word for no match
    } catch (IOException e) {
      // Files.exists and its like would take it for a file that is not there.
      throw new UncheckedIOException("cannot list " + pattern + ": " + e.getMessage(), e);
    }
  }

  private static String text(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  private static int firstPatternChar(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (PATTERN_CHARS.indexOf(name.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
