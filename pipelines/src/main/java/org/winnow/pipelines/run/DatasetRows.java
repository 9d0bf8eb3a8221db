package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.DataException;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.PublishedReader;
import org.winnow.schemas.format.RowSink;

/** The rows of a published dataset, read one by one. */
public final class DatasetRows {
  private final PublishedDataset dataset;

  private DatasetRows(PublishedDataset dataset) {
    this.dataset = dataset;
  }

  /**
   * Opens a dataset and checks the digest of every data file.
   *
   * @throws DataException if the folder is not a published dataset, or a file is not what the
   *     manifest says
   */
  public static DatasetRows open(Path root) throws IOException, DataException {
    return new DatasetRows(PublishedDataset.open(root.toAbsolutePath().normalize()));
  }

  /** Names of the score columns. */
  public List<String> scoreColumns() {
    return dataset.data().layout().scoreColumns();
  }

  /**
   * Hands over every row, in the order of training.
   *
   * @throws DataException if a row cannot be read
   */
  public void forEach(Consumer<Sample> consumer) throws IOException, DataException {
    for (String path : dataset.data().paths()) {
      Sink sink = new Sink(consumer);
      PublishedReader.read(dataset.root().resolve(path), dataset.data().layout(), sink);
      if (sink.unreadable != null) {
        throw unreadable(sink.unreadable);
      }
    }
  }

  /** Says that a row of a published file could not be read. */
  static DataException unreadable(Rejection row) {
    return new DataException(
        row.file() + ": row " + row.row() + " is not as the manifest says: " + row.reason());
  }

  private static final class Sink implements RowSink {
    private final Consumer<Sample> consumer;
    private @Nullable Rejection unreadable;

    Sink(Consumer<Sample> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void accept(Sample sample) {
      consumer.accept(sample);
    }

    @Override
    public void reject(Rejection rejection) {
      unreadable = rejection;
    }

    @Override
    public boolean wantsMore() {
      return unreadable == null;
    }
  }
}
