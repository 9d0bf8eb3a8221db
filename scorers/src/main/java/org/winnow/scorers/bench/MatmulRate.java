package org.winnow.scorers.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.runtime.TorchRuntime;

/**
 * How many float32 operations the machine does in large matrix products, at its best.
 *
 * @param perSecond of the clock, all threads together
 * @param perProcessorSecond of one processor; steady while other programs run
 * @param accelerated whether an accelerator multiplies, whose time is no processor's
 */
public record MatmulRate(double perSecond, double perProcessorSecond, boolean accelerated) {
  /** Large enough for the full rate, small enough for the caches. */
  private static final int SIZE = 1024;

  private static final double OPERATIONS = 2.0 * SIZE * SIZE * SIZE;
  private static final int ROUNDS = 3;
  private static final long ROUND_NANOS = 500_000_000L;

  /**
   * Multiplies square matrices with the library that scoring uses, in a few short rounds; the best
   * one counts.
   *
   * @param threads each multiplies its own matrices, on one processor
   */
  static MatmulRate measure(DeviceChoice device, int threads) {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try (PtNDManager manager = TorchRuntime.newManager(device)) {
      double perSecond = 0;
      double perProcessorSecond = 0;
      for (int round = 0; round < ROUNDS; round++) {
        double processor = ProcessMeter.processorSeconds();
        long started = System.nanoTime();
        double operations = OPERATIONS * products(workers, threads, manager);
        double seconds = (System.nanoTime() - started) / 1e9;
        processor = ProcessMeter.processorSeconds() - processor;
        perSecond = Math.max(perSecond, operations / seconds);
        perProcessorSecond = Math.max(perProcessorSecond, operations / processor);
      }
      return new MatmulRate(perSecond, perProcessorSecond, manager.getDevice().isGpu());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("matrices cannot be multiplied: " + e.getCause(), e);
    } finally {
      workers.shutdown();
    }
  }

  /** The better of both in each number. */
  MatmulRate orBetter(MatmulRate other) {
    return new MatmulRate(
        Math.max(perSecond, other.perSecond),
        Math.max(perProcessorSecond, other.perProcessorSecond),
        accelerated);
  }

  private static long products(ExecutorService workers, int threads, PtNDManager manager)
      throws InterruptedException, ExecutionException {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(() -> products(manager));
    }
    long sum = 0;
    for (Future<Long> products : workers.invokeAll(tasks)) {
      sum += products.get();
    }
    return sum;
  }

  private static long products(PtNDManager parent) {
    TorchRuntime.prepareThread();
    try (PtNDManager manager = (PtNDManager) parent.newSubManager()) {
      NDArray a = manager.ones(new Shape(SIZE, SIZE));
      NDArray b = manager.ones(new Shape(SIZE, SIZE));
      long started = System.nanoTime();
      long products = 0;
      while (System.nanoTime() - started < ROUND_NANOS) {
        try (NDArray product = a.matMul(b);
            NDArray corner = product.get("0,0")) {
          corner.toFloatArray(); // an accelerator is done only when it is asked for a number
        }
        products++;
      }
      return products;
    }
  }
}
