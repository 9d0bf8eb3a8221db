package org.winnow.scorers.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** What this process has used of the machine. */
public final class ProcessMeter {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";
  private static final long KIBIBYTE = 1024;

  private ProcessMeter() {}

  /**
   * Time of all processors together, in seconds; Linux counts it in hundredths.
   *
   * @throws IllegalStateException if the system does not tell
   */
  public static double processorSeconds() {
    Duration used =
        ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .orElseThrow(() -> new IllegalStateException("this system tells no processor time"));
    return used.toNanos() / 1e9;
  }

  /** The largest resident set so far; only Linux tells it. */
  public static OptionalLong peakResidentBytes() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> KIBIBYTE * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty(); // told nowhere else
    }
  }
}
