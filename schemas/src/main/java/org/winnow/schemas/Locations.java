package org.winnow.schemas;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where files are: paths of this machine, and locations with a scheme such as {@code
 * s3://bucket/folder}, which become paths as well.
 *
 * <p>Only what a user writes, on the command line or in a recipe, and what was made of it becomes a
 * location; text from a data file never does. A path travels to other processes as its text.
 *
 * <p>What is behind a scheme may be an object store. It has no folders: one is there as long as a
 * file is below it. It has no links, and a folder cannot be renamed in one step.
 */
public final class Locations {
  private static final Pattern LOCATION =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)(://.*)", Pattern.DOTALL);

  /** The profiles of the build that bring file systems along, by their schemes. */
  private static final Map<String, String> PROFILES =
      Map.of("gs", "gcs", "hdfs", "hdfs", "s3", "s3");

  private static final List<LocationProvider> PROVIDERS =
      ServiceLoader.load(LocationProvider.class, LocationProvider.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Locations() {}

  /**
   * The path that a text means.
   *
   * @throws InvalidPathException if it is no path, or nothing here knows its scheme
   */
  public static Path path(String text) {
    Matcher matcher = LOCATION.matcher(text);
    if (!matcher.matches()) {
      return Path.of(text);
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    if (scheme.equals("file")) {
      throw new InvalidPathException(text, "expected a path without a scheme, found a location");
    }
    for (LocationProvider provider : PROVIDERS) {
      Optional<Path> path = provider.path(scheme, scheme + matcher.group(2));
      if (path.isPresent()) {
        return path.get();
      }
    }
    throw new InvalidPathException(text, unknown(scheme));
  }

  /**
   * The path that a text means which may be relative to a folder.
   *
   * @throws InvalidPathException if it is no path, or nothing here knows its scheme
   */
  public static Path resolve(Path folder, String text) {
    return LOCATION.matcher(text).matches() ? path(text) : folder.resolve(text);
  }

  /**
   * The path that a text means, for those who need files of this machine.
   *
   * @throws InvalidPathException if it is no path, or has a scheme
   */
  public static Path localPath(String text) {
    if (LOCATION.matcher(text).matches()) {
      throw new InvalidPathException(text, "expected a path of this machine, found a location");
    }
    return Path.of(text);
  }

  /** Whether a path is of this machine's own file system: with folders, links and renames. */
  public static boolean isLocal(Path path) {
    return path.getFileSystem() == FileSystems.getDefault();
  }

  private static String unknown(String scheme) {
    String profile = PROFILES.get(scheme);
    return profile == null
        ? "expected a path or a location with one of the schemes "
            + PROFILES.keySet().stream().sorted().toList()
            + ", found "
            + scheme
        : "this build has no file system for "
            + scheme
            + "; build it with the profile "
            + profile
            + " (mvn -P"
            + profile
            + ")";
  }
}
