package org.winnow.runners.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<String, Object> handlers = new LinkedHashMap<>();

  private CancelOnSignal(Cancellation cancellation, Consumer<String> notes) {
    this.cancellation = cancellation;
    this.notes = notes;
  }

  /** Listens until it is closed. */
  static CancelOnSignal listening(Cancellation cancellation, Consumer<String> notes) {
    CancelOnSignal listener = new CancelOnSignal(cancellation, notes);
    for (String signal : List.of("INT", "TERM")) {
      listener.handlers.put(signal, Signals.register(signal, listener::ask));
    }
    return listener;
  }

  /** Never asks: signals are for others in this process. */
  static CancelOnSignal deaf() {
    return new CancelOnSignal(new Cancellation(), note -> {});
  }

  @Override
  public void close() {
    handlers.forEach(Signals::unregister);
  }

  private synchronized void ask() {
    if (cancellation.isAsked()) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    cancellation.ask();
    notes.accept("cancelling the job; once more to end at once and leave the job to itself");
  }
}
