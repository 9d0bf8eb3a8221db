package org.winnow.runners;

import org.winnow.runners.cli.ExitCode;
import org.winnow.runners.cli.WinnowCommand;

/** Entry of the command line. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Embedded runners leave threads behind; the command's result is complete when it returns.
    int exitCode;
    try {
      exitCode = WinnowCommand.execute(arguments);
    } catch (OutOfMemoryError e) {
      System.err.println(
          "winnow: out of memory ("
              + e.getMessage()
              + "); set WINNOW_HEAP higher, or use --runner flink, which spills to disk");
      exitCode = ExitCode.RUNTIME.number();
    } catch (Error e) {
      System.err.println("winnow: the run failed: " + e);
      exitCode = ExitCode.RUNTIME.number();
    }
    System.exit(exitCode);
  }
}
