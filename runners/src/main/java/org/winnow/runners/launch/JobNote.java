package org.winnow.runners.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.winnow.schemas.AtomicFile;

/**
 * Which job is at work for an output, noted in the output's working folder before it is submitted
 * and until it is done: a process that dies leaves its job to the cluster, and the next one cancels
 * what it finds noted.
 */
final class JobNote {
  private static final long POLL_MILLIS = 500;

  /** How long workers may take to stop. */
  private static final int POLLS = 240;

  private final Path file;
  private final Consumer<String> notes;

  /**
   * The note in a working folder, of which one process at a time has the lock.
   *
   * @param notes told what people should know
   */
  JobNote(Path work, Consumer<String> notes) {
    this.file = work.resolve("job");
    this.notes = notes;
  }

  /** Notes a job that is about to be submitted. */
  void write(FlinkMaster master, String name) throws IOException {
    AtomicFile.write(file, part -> Files.write(part, List.of(master.address(), name)));
  }

  /** Forgets a job that is done. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Cancels the job that a dead process left, if one did, and waits until it is done. What cannot
   * be cancelled is told and left: it writes into a folder that no other run has.
   */
  void cancelLeft() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() == 2) {
      try {
        cancel(FlinkMaster.at(lines.get(0)), lines.get(1));
      } catch (FlinkMasterException | IOException e) {
        notes.accept(
            "an earlier run left the job '"
                + lines.get(1)
                + "' at "
                + lines.get(0)
                + ", which could not be cancelled: "
                + e.getMessage());
      }
    }
    delete();
  }

  private void cancel(FlinkMaster master, String name) throws FlinkMasterException, IOException {
    master.check();
    Optional<FlinkJob> left = FlinkJob.named(name, master);
    if (left.isEmpty()) {
      return; // was never submitted, or the cluster was started anew
    }
    try (FlinkJob job = left.get()) {
      if (job.isDone()) {
        return;
      }
      notes.accept("cancelling the job " + job.id() + ", which an earlier run left at work");
      job.cancel();
      for (int poll = 0; !job.isDone(); poll++) {
        if (poll == POLLS) {
          throw new IOException("it is still at work");
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
