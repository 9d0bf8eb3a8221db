package org.winnow.pipelines.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.winnow.schemas.Threads;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.BatchPendingException;
import org.winnow.synth.teacher.Teacher;

/**
 * Does the parts of a synthesis in this process, several at once.
 *
 * @param maker who does them
 * @param workers parts at once, from 1
 */
record PartsHere(PartMaker maker, int workers) {
  /**
   * Does parts. Where offline batches are waited for, all parts are begun, so that one stop asks
   * for all of them.
   *
   * @return what came of each, in their order
   * @throws BatchPendingException if a part waits for a batch
   */
  List<List<String>> make(List<String> parts, Teacher teacher, AnswerCache cache)
      throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      List<Future<List<String>>> futures = new ArrayList<>();
      parts.forEach(part -> futures.add(threads.submit(() -> maker.make(part, teacher))));
      List<List<String>> made = new ArrayList<>();
      List<BatchPendingException> pending = new ArrayList<>();
      for (Future<List<String>> future : futures) {
        try {
          made.add(future.get());
        } catch (ExecutionException e) {
          if (e.getCause() instanceof BatchPendingException waiting) {
            pending.add(waiting);
          } else if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          } else {
            throw new IllegalStateException("a part failed: " + e.getCause(), e.getCause());
          }
        }
      }
      if (!pending.isEmpty()) {
        throw BatchPendingException.together(pending, cache);
      }
      return made;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    } finally {
      // What nobody waits for any more is not begun, and no model is closed under it.
      threads.shutdownNow();
      Threads.awaitEnd(threads);
    }
  }
}
