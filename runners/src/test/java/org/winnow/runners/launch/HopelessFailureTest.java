package org.winnow.runners.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.transforms.mix.MixException;

class HopelessFailureTest {
  private static final String WRAPPER =
      "java.lang.Exception: Failed to process element\n"
          + "\tat org.apache.flink.Task.run(Task.java:1)\n";

  private static Optional<Exception> in(String... stacks) {
    ObjectNode exceptions = new ObjectMapper().createObjectNode();
    ObjectNode history = exceptions.putObject("exceptionHistory");
    for (String stack : stacks) {
      history.withArray("entries").addObject().put("stacktrace", stack);
    }
    return HopelessFailure.in(exceptions);
  }

  private static String causedBy(Throwable cause) {
    return WRAPPER + "Caused by: " + cause + "\n\tat org.winnow.X.y(X.java:7)\n\t... 9 more\n";
  }

  @Test
  void aCheckpointThatCannotBeUsedIsToldWithAllItsLines() {
    String message = "checkpoint /m cannot be used:\n  - no config.json\n  - no weights";

    Optional<Exception> found = in(causedBy(new CheckpointException(message)));

    assertThat(found).get().isInstanceOf(CheckpointException.class);
    assertThat(found.orElseThrow()).hasMessage(message);
  }

  @Test
  void aMixtureThatTheDataDoesNotAllowIsFoundBehindOtherFailures() {
    Optional<Exception> found =
        in(
            causedBy(new IOException("connection to task manager lost")),
            causedBy(new MixException("domain 'a' has 3")));

    assertThat(found).get().isInstanceOf(MixException.class);
    assertThat(found.orElseThrow()).hasMessage("domain 'a' has 3");
  }

  @Test
  void aFullDiskIsHopelessWhateverTypeTellsIt() {
    List<String> messages =
        List.of("/out/x: No space left on device", "Disk quota exceeded", "Read-only file system");

    assertThat(messages)
        .allSatisfy(
            message ->
                assertThat(in(causedBy(new IOException(message))).orElseThrow())
                    .isInstanceOf(IOException.class)
                    .hasMessage(message));
  }

  @Test
  void theTypeInAWrappersMessageIsLeftOut() {
    IOException full = new IOException("cannot write /out/a.b: No space left on device");

    assertThat(in(causedBy(new IllegalStateException(full))).orElseThrow())
        .hasMessage("cannot write /out/a.b: No space left on device");
  }

  @Test
  void theFirstLineOfAStackIsACauseToo() {
    String stack = new MixException("too few") + "\n\tat org.winnow.X.y(X.java:7)";

    assertThat(in(stack)).get().isInstanceOf(MixException.class);
  }

  @Test
  void aDeadWorkerIsNotHopeless() {
    assertThat(in(causedBy(new IOException("Connection reset by peer")))).isEmpty();
    assertThat(in(causedBy(new IllegalStateException("heartbeat of TaskManager timed out"))))
        .isEmpty();
    assertThat(in()).isEmpty();
    JsonNode nothing = new ObjectMapper().missingNode();
    assertThat(HopelessFailure.in(nothing)).isEmpty();
  }

  /** A type's name inside a message is no failure of that type. */
  @Test
  void whatAMessageQuotesIsNoCause() {
    String quoted = "row says: " + MixException.class.getName() + ": boo";

    assertThat(in(causedBy(new IllegalStateException(quoted)))).isEmpty();
  }
}
