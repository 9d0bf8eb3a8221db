package org.winnow.runners;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.winnow.runners.cli.WinnowCommand;
import org.winnow.schemas.Digests;
import picocli.CommandLine;

/** Calls the command line in this process and looks at what it leaves. */
final class Cli {
  private Cli() {}

  /**
   * How a command ended.
   *
   * @param exitCode of the process
   * @param out what it printed
   * @param err what it complained about
   */
  record Outcome(int exitCode, String out, String err) {}

  static Outcome winnow(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = WinnowCommand.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] texts = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
    int code = line.execute(texts);
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Calls the command line in a process of its own, which may be killed. */
  static Process start(Path log, Object... arguments) throws IOException {
    return new ProcessBuilder(command(arguments))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** The command that starts the command line in a process of its own. */
  static List<String> command(Object... arguments) {
    List<String> command = new ArrayList<>(ChildJava.command());
    command.addAll(
        List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), "org.winnow.runners.Main"));
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    return command;
  }

  /** Files below a folder, in which another process may be at work; none if there is no folder. */
  static List<Path> filesOfOther(Path folder, String suffix) throws IOException {
    List<Path> found = new ArrayList<>();
    if (!Files.exists(folder)) {
      return found;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(suffix)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // a temporary file that has its name by now
          }
        });
    return found;
  }

  /** Digest of every file below a folder, by its path there. */
  static Map<String, String> digests(Path folder) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(folder.relativize(file).toString(), Digests.hex(file));
      }
    }
    return digests;
  }
}
