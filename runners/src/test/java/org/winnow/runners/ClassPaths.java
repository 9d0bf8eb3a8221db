package org.winnow.runners;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Class paths for processes that a test starts, with names that hold in another folder. */
final class ClassPaths {
  /** What Flink's distribution holds: its own jars, the logging, and what these ask for. */
  private static final Pattern OF_FLINK =
      Pattern.compile(
          "(flink|log4j|slf4j|kryo|minlog|objenesis|chill-java|javassist|snappy-java|lz4-java"
              + "|jsr305|async-profiler|snakeyaml-engine|commons-(cli|collections|compress|io|lang3|math3|text))-.*");

  private ClassPaths() {}

  /** This process's class path. */
  static String all() {
    return join(entries().stream());
  }

  /** As much of it as Flink's distribution holds, and the classes of these tests. */
  static String flink() {
    Path tests =
        Path.of(ClassPaths.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return join(
        Stream.concat(
            entries().stream()
                .filter(entry -> OF_FLINK.matcher(String.valueOf(entry.getFileName())).matches()),
            Stream.of(tests)));
  }

  private static List<Path> entries() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath())
        .toList();
  }

  private static String join(Stream<Path> entries) {
    return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
