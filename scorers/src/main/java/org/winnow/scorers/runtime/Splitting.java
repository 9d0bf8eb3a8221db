package org.winnow.scorers.runtime;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.winnow.scorers.runtime.MicroBatch.Item;

/**
 * Works on micro-batches that may not fit into the device's memory: what does not fit is halved.
 */
public final class Splitting {
  private Splitting() {}

  /**
   * Works on a micro-batch; if memory does not suffice, on its halves, each once, and so on down to
   * single samples. Samples of a half may have been handed over before it failed; they are worked
   * on again.
   *
   * @param work may throw what libtorch throws when memory does not suffice
   * @param tooLarge takes a sample that does not fit even alone
   */
  public static void run(MicroBatch batch, Consumer<MicroBatch> work, Consumer<Item> tooLarge) {
    try {
      work.accept(batch);
    } catch (RuntimeException e) {
      if (!isOutOfMemory(e)) {
        throw e;
      }
      List<Item> items = batch.items();
      if (items.size() == 1) {
        tooLarge.accept(items.get(0));
        return;
      }
      int middle = items.size() / 2;
      run(new MicroBatch(items.subList(0, middle)), work, tooLarge);
      run(new MicroBatch(items.subList(middle, items.size())), work, tooLarge);
    }
  }

  /**
   * Whether a failure means that memory did not suffice. libtorch tells by message only: "CUDA out
   * of memory", "not enough memory", "can't allocate".
   */
  public static boolean isOutOfMemory(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("out of memory")
          || message.contains("not enough memory")
          || message.contains("can't allocate memory")) {
        return true;
      }
    }
    return false;
  }
}
