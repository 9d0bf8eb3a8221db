package org.winnow.schemas.format;

import java.util.List;
import java.util.Locale;

/** What a file's name says about it. */
final class FileNames {
  /** Suffixes of the files that are read when a directory is given. */
  static final List<String> KNOWN_SUFFIXES =
      List.of("jsonl", "ndjson", "json", "parquet", "arrow", "feather", "mds");

  private static final List<String> COMPRESSION_SUFFIXES = List.of("gz", "zst");

  private FileNames() {}

  /** What follows the last dot, compression aside, in lower case; empty if there is no dot. */
  static String suffix(String name) {
    String bare = withoutCompression(lastPart(name));
    int dot = bare.lastIndexOf('.');
    return dot < 0 ? "" : bare.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** The last part of a path without its known suffixes: {@code a/math.jsonl.gz} gives math. */
  static String stem(String name) {
    String bare = withoutCompression(lastPart(name));
    String stem =
        KNOWN_SUFFIXES.contains(suffix(bare)) ? bare.substring(0, bare.lastIndexOf('.')) : bare;
    return stem.isEmpty() ? bare : stem;
  }

  private static String lastPart(String name) {
    String trimmed = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static String withoutCompression(String name) {
    int dot = name.lastIndexOf('.');
    boolean compressed =
        dot > 0 && COMPRESSION_SUFFIXES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    return compressed ? name.substring(0, dot) : name;
  }
}
