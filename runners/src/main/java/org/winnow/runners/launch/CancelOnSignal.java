package org.winnow.runners.launch;

import java.util.function.Consumer;
import org.jline.utils.Signals;

/**
 * While it is open, Ctrl-C and a request to terminate do not end the process: the first asks for
 * the job to be cancelled, the second ends the process at once.
 */
final class CancelOnSignal implements AutoCloseable {
  /** What a shell says of a process that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  private final Cancellation cancellation;
  private final Consumer<String> notes;
  private final Object onInterrupt;
  private final Object onTerminate;

  CancelOnSignal(Cancellation cancellation, Consumer<String> notes) {
    this.cancellation = cancellation;
    this.notes = notes;
    onInterrupt = Signals.register("INT", this::ask);
    onTerminate = Signals.register("TERM", this::ask);
  }

  @Override
  public void close() {
    Signals.unregister("TERM", onTerminate);
    Signals.unregister("INT", onInterrupt);
  }

  private synchronized void ask() {
    if (cancellation.isAsked()) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    cancellation.ask();
    notes.accept("cancelling the job; once more to end at once and leave the job to itself");
  }
}
