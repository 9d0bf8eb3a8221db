package org.winnow.runners;

import org.winnow.runners.cli.ExitCode;
import org.winnow.runners.cli.WinnowCommand;
import org.winnow.runners.launch.FlinkContext;

/** Entry of the command line. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code; in a JobManager it returns, or throws
   * if the code is not 0.
   */
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
    if (FlinkContext.here() != FlinkContext.Place.JOB_MANAGER) {
      System.exit(exitCode);
    }
    // A JobManager that runs this as its application ends by itself, and learns of a failure so.
    if (exitCode != ExitCode.DONE.number()) {
      throw new IllegalStateException("winnow ended with exit code " + exitCode);
    }
  }
}
