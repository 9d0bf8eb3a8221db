package org.winnow.runners.cli;

import java.io.Closeable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.steps.PreparedStep;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.read.ReadCorpus;
import org.winnow.transforms.write.WriteDataset;

/**
 * Shows how far a run is: a bar where the launcher found a terminal, a plain line every few seconds
 * elsewhere.
 *
 * <p>Reading is measured in bytes of the input, scoring in rows. The number of rows to score is the
 * number of rows read, for each checkpoint anew, so a bar may end early when an earlier step
 * dropped some.
 */
final class ProgressDisplay implements Closeable {
  private static final long POLL_MILLIS = 200;
  private static final long LINE_NANOS = 5_000_000_000L;

  private final List<String> stages = new ArrayList<>();
  private final Map<String, Integer> scorings = new HashMap<>();
  private final long inputBytes;
  private final PrintWriter err;
  private final boolean terminal;
  private final Thread thread;
  private volatile boolean stopped;
  private @Nullable ProgressBar bar;
  private String current = "";
  private long stageStarted;
  private long lastLine;

  private ProgressDisplay(CurationPlan plan, PrintWriter err) {
    inputBytes = plan.inputBytes();
    this.err = err;
    terminal = Boolean.getBoolean("winnow.terminal");
    stages.add(ReadCorpus.STEP);
    for (PreparedStep step : plan.steps()) {
      if (!step.scoring().isEmpty()) {
        stages.add(step.label());
        scorings.put(step.label(), step.scoring().size());
      }
    }
    stages.add(WriteDataset.STEP);
    lastLine = System.nanoTime();
    thread = new Thread(this::poll, "progress");
    thread.setDaemon(true);
  }

  /** Starts showing; the caller closes it. */
  static ProgressDisplay start(CurationPlan plan, PrintWriter err) {
    ProgressDisplay display = new ProgressDisplay(plan, err);
    display.thread.start();
    return display;
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private void poll() {
    while (!stopped) {
      show();
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        break; // closing
      }
    }
    show();
  }

  private void show() {
    String stage = latestStage();
    boolean isRead = stage.equals(ReadCorpus.STEP);
    long done = RunBoard.read(stage, isRead ? RunBoard.Count.BYTES : RunBoard.Count.ROWS);
    long total =
        isRead
            ? inputBytes
            : RunBoard.read(ReadCorpus.STEP, RunBoard.Count.ROWS) * scorings.getOrDefault(stage, 1);
    if (!stage.equals(current)) {
      current = stage;
      stageStarted = System.nanoTime();
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
    if (done == 0) {
      return;
    }
    if (terminal) {
      showBar(stage, done, total, isRead);
    } else if (System.nanoTime() - lastLine >= LINE_NANOS) {
      lastLine = System.nanoTime();
      err.println(line(stage, done, total, isRead));
      err.flush();
    }
  }

  private void showBar(String stage, long done, long total, boolean isRead) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(stage)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUnit(isRead ? " MB" : " rows", isRead ? 1_000_000 : 1)
              .showSpeed()
              .build();
    }
    bar.maxHint(Math.max(done, total));
    bar.stepTo(done);
  }

  private String line(String stage, long done, long total, boolean isRead) {
    double seconds = (System.nanoTime() - stageStarted) / 1e9;
    double rate = seconds <= 0 ? 0 : done / seconds;
    String left = rate <= 0 ? "?" : String.format(Locale.ROOT, "%.0f", (total - done) / rate);
    return isRead
        ? String.format(
            Locale.ROOT,
            "%s: %.1f of %.1f MB, %.1f MB/s, %s s left",
            stage,
            done / 1e6,
            total / 1e6,
            rate / 1e6,
            left)
        : String.format(
            Locale.ROOT,
            "%s: %,d of %,d rows, %.0f rows/s, %s s left",
            stage,
            done,
            total,
            rate,
            left);
  }

  private String latestStage() {
    String latest = stages.get(0);
    for (String stage : stages) {
      if (RunBoard.read(stage, RunBoard.Count.ROWS) > 0) {
        latest = stage;
      }
    }
    return latest;
  }
}
