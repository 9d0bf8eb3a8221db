package org.winnow.pipelines.run;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.pipelines.DataException;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.OutputShape;
import org.winnow.schemas.format.RejectionWriter;
import org.winnow.schemas.format.RowLayout;
import org.winnow.schemas.format.RowSink;

/** Takes the rows of a dataset that is exported: writes those that fit, lists those that do not. */
final class ExportRows implements RowSink, Closeable {
  /** Name of the file of rows that do not fit. */
  static final String REJECTED_FILE = "rejected-00000-of-00001.parquet";

  private static final String STEP = "export";

  private final Path root;
  private final RowLayout layout;
  private final Map<String, Long> domains = new TreeMap<>();
  private long rejected;
  private @Nullable SplitWriter writer;
  private @Nullable RejectionWriter rejections;
  private @Nullable Rejection unreadable;

  /**
   * Rows of an export.
   *
   * @param root where the new dataset is put together
   * @param layout of the new files
   */
  ExportRows(Path root, RowLayout layout) {
    this.root = root;
    this.layout = layout;
  }

  RowLayout layout() {
    return layout;
  }

  /** Rows that do not fit the shape. */
  long rejected() {
    return rejected;
  }

  /** Rows that were written, by domain, in the order of names. */
  Map<String, Long> domains() {
    return domains;
  }

  /** The rows that follow go to this writer; ownership is not taken. */
  void startSplit(SplitWriter next) {
    writer = next;
  }

  @Override
  public void accept(Sample sample) throws IOException {
    Optional<String> misfit = layout.shape().misfit(sample);
    if (misfit.isEmpty()) {
      requireNonNull(writer, "startSplit comes first").write(sample);
      domains.merge(sample.domain(), 1L, Long::sum);
      return;
    }
    if (rejections == null) {
      Path folder = Files.createDirectories(root.resolve(CurationPipeline.REJECTED));
      rejections = new RejectionWriter(folder.resolve(REJECTED_FILE));
    }
    rejections.write(
        Rejection.dropped(
            sample.id(),
            sample.domain(),
            sample.origin(),
            STEP,
            OutputShape.MISFIT_REASON,
            layout.shape().label() + ": " + misfit.get()));
    rejected++;
  }

  @Override
  public void reject(Rejection rejection) {
    unreadable = rejection;
  }

  @Override
  public boolean wantsMore() {
    return unreadable == null;
  }

  /** Ends the export if a row could not be read. */
  void throwIfUnreadable() throws DataException {
    if (unreadable != null) {
      throw DatasetRows.unreadable(unreadable);
    }
  }

  @Override
  public void close() throws IOException {
    if (rejections != null) {
      rejections.close();
    }
  }
}
