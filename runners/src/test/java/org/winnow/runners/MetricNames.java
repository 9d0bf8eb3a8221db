package org.winnow.runners;

import java.util.Arrays;
import java.util.List;
import org.winnow.transforms.RunBoard;

/** Names under which Prometheus sees what a job counts. */
final class MetricNames {
  /** What Flink puts before the name of a counter of an operator. */
  private static final String PREFIX = "flink_taskmanager_job_task_operator_";

  private MetricNames() {}

  static String of(RunBoard.Count count) {
    return of(count.counter());
  }

  /** All names but those that have a reason behind them. */
  static List<String> all() {
    return Arrays.stream(RunBoard.Count.values()).map(MetricNames::of).toList();
  }

  /** The beginning of those that have a reason behind it. */
  static String rejected() {
    return of(RunBoard.ROWS_REJECTED);
  }

  private static String of(String counter) {
    return PREFIX + RunBoard.NAMESPACE + "_" + counter;
  }
}
