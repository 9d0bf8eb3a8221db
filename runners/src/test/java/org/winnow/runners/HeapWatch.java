package org.winnow.runners;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks every second how much heap a cluster's TaskManager uses. */
final class HeapWatch implements AutoCloseable {
  private static final String HEAP = "Status.JVM.Memory.Heap.Used";
  private static final String COLLECTIONS = "Status.JVM.GarbageCollector.All.Time";

  private final FlinkCluster cluster;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private volatile double peak;
  private volatile double collections;

  private HeapWatch(FlinkCluster cluster) {
    this.cluster = cluster;
  }

  static HeapWatch start(FlinkCluster cluster) {
    HeapWatch watch = new HeapWatch(cluster);
    watch.timer.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
    return watch;
  }

  /** The most that was seen, garbage and all, in units of 2^20 bytes. */
  double peakMegabytes() {
    return peak;
  }

  /** Seconds that the collector has taken. */
  double collectionSeconds() {
    return collections;
  }

  private void look() {
    try {
      String manager = cluster.get("/taskmanagers").at("/taskmanagers/0/id").asText();
      String path = "/taskmanagers/" + manager + "/metrics?get=" + HEAP + "," + COLLECTIONS;
      for (JsonNode metric : cluster.get(path)) {
        double value = metric.path("value").asDouble();
        if (metric.path("id").asText().equals(HEAP)) {
          peak = Math.max(peak, value / (1 << 20));
        } else {
          collections = Math.max(collections, value / 1e3);
        }
      }
    } catch (IOException e) {
      // The next look may be answered.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
