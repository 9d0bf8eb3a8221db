package org.winnow.runners.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.transforms.mix.MixException;

/**
 * Failures of workers that no further attempt can mend. A cluster starts a job again whatever it
 * failed of, as often as it is told to; of these, people should hear at once.
 */
final class HopelessFailure {
  /** What is thrown where the recipe cannot be carried out: no model, too little data. */
  private static final Map<String, Function<String, Exception>> KINDS =
      Map.of(
          CheckpointException.class.getName(), CheckpointException::new,
          MixException.class.getName(), MixException::new);

  /** What systems say of a disk that takes no more. */
  private static final Pattern DISK =
      Pattern.compile("No space left on device|Disk quota exceeded|Read-only file system");

  /** A cause and its message, which ends before the first line of its stack or the next cause. */
  private static final Pattern CAUSE =
      Pattern.compile(
          "^(?:Caused by: )?([\\w.$]+): (.*?)(?=\\R\\s+(?:at |\\.\\.\\. )|\\RCaused by: |\\z)",
          Pattern.MULTILINE | Pattern.DOTALL);

  /** What a wrapper's message begins with: the type of its cause. */
  private static final Pattern WRAPPED = Pattern.compile("^(?:[\\w$]+\\.)+[\\w$]+: ");

  private HopelessFailure() {}

  /**
   * The first such failure of a job.
   *
   * @param exceptions what the master answers when it is asked for a job's exceptions
   */
  static Optional<Exception> in(JsonNode exceptions) {
    for (JsonNode entry : exceptions.path("exceptionHistory").path("entries")) {
      Matcher cause = CAUSE.matcher(entry.path("stacktrace").asText());
      while (cause.find()) {
        Function<String, Exception> kind = KINDS.get(cause.group(1));
        if (kind != null) {
          return Optional.of(kind.apply(cause.group(2)));
        }
        if (DISK.matcher(cause.group(2)).find()) {
          return Optional.of(new IOException(WRAPPED.matcher(cause.group(2)).replaceFirst("")));
        }
      }
    }
    return Optional.empty();
  }
}
