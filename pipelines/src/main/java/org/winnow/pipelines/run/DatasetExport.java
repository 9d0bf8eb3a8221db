package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.schemas.format.OptionalColumn;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.OutputShape;
import org.winnow.schemas.format.PublishedReader;
import org.winnow.schemas.format.RowLayout;
import org.winnow.transforms.write.ShardFile;

/**
 * Converts a published dataset into another format or shape: the same rows in the same order and
 * splits, nothing is computed anew.
 *
 * <p>Row by row, with one file of the target in the making. A row that does not fit the new shape
 * goes to {@code rejected/}.
 */
public final class DatasetExport {
  private final Path source;
  private final Target target;
  private final Clock clock;

  /**
   * What is wanted.
   *
   * @param output where the new dataset is published
   * @param format of its files; empty for that of the source
   * @param shape of its conversations; empty for that of the source
   * @param omit columns to leave out, besides those that the source lacks
   * @param shardRows rows of a file at most, from 1
   */
  public record Target(
      Path output,
      Optional<OutputFormat> format,
      Optional<OutputShape> shape,
      Set<OptionalColumn> omit,
      long shardRows) {}

  /**
   * What an export did.
   *
   * @param rows that were written
   * @param rejected rows that do not fit the shape
   * @param files that hold the rows
   */
  public record Result(long rows, long rejected, int files) {}

  /**
   * An export.
   *
   * @param source the folder of a published dataset
   * @param clock tells the time that goes into the manifest
   */
  public DatasetExport(Path source, Target target, Clock clock) {
    this.source = source.toAbsolutePath().normalize();
    this.target = target;
    this.clock = clock;
  }

  /**
   * Converts and publishes.
   *
   * @throws DataException if the source is not a published dataset or has changed since, no row
   *     fits, or the place is not free
   */
  public Result run() throws IOException, DataException {
    RunPaths paths = RunPaths.of(target.output());
    if (paths.output().startsWith(source) || source.startsWith(paths.output())) {
      throw new DataException(
          "a dataset cannot be exported into itself: " + source + " to " + paths.output());
    }
    PublishedDataset dataset = PublishedDataset.open(source);
    try (Publication publication = Publication.open(paths)) {
      ExportRows rows = new ExportRows(publication.staging(), layout(dataset.data().layout()));
      DataFiles written = convert(dataset, rows, publication.staging());
      if (written.files().isEmpty()) {
        throw new DataException(
            "no row of "
                + source
                + " fits the shape "
                + written.layout().shape().label()
                + "; nothing was published");
      }
      new ExportFiles(dataset, written, rows, clock.instant()).write(publication.staging());
      publication.publish();
      return new Result(written.rows(), rows.rejected(), written.files().size());
    }
  }

  private RowLayout layout(RowLayout from) {
    Set<OptionalColumn> omitted = EnumSet.noneOf(OptionalColumn.class);
    omitted.addAll(from.omitted());
    omitted.addAll(target.omit());
    return new RowLayout(target.shape().orElse(from.shape()), omitted, from.scoreColumns());
  }

  private DataFiles convert(PublishedDataset dataset, ExportRows rows, Path staging)
      throws IOException, DataException {
    DataFiles from = dataset.data();
    List<String> paths = from.paths();
    OutputFormat format = target.format().orElse(from.format());
    Path folder = Files.createDirectories(staging.resolve(CurationPipeline.DATA));
    List<ShardFile> written = new ArrayList<>();
    try (rows) {
      for (Map.Entry<String, Long> split : from.splits().entrySet()) {
        long total = split.getValue();
        long shards = (total + target.shardRows() - 1) / target.shardRows();
        try (SplitWriter writer =
            new SplitWriter(
                folder, split.getKey(), format, rows.layout(), (total + shards - 1) / shards)) {
          rows.startSplit(writer);
          for (int i = 0; i < paths.size(); i++) {
            if (DataFiles.splitOf(from.files().get(i)).equals(split.getKey())) {
              PublishedReader.read(source.resolve(paths.get(i)), from.layout(), rows);
              rows.throwIfUnreadable();
            }
          }
          writer.close();
          written.addAll(writer.finish());
        }
      }
    }
    return new DataFiles(format, rows.layout(), written);
  }
}
