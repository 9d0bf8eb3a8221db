package org.winnow.runners;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Java for processes that a test starts. */
final class ChildJava {
  private ChildJava() {}

  /**
   * This process's Java, with the compilers that this process has: short tests do without the
   * second, benchmarks do not.
   */
  static List<String> command() {
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED");
    Stream<String> compilers =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("-XX:TieredStopAtLevel="));
    return Stream.concat(java, compilers).toList();
  }
}
