package org.winnow.pipelines.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.RowLayout;
import org.winnow.schemas.format.ShardWriter;
import org.winnow.transforms.write.ShardFile;
import org.winnow.transforms.write.ShardPlan;

/**
 * Writes the rows of one split, as they come, into files that are cut by rows and by text. How many
 * files there are shows at the end; only then do they get their names.
 */
final class SplitWriter implements Closeable {
  private static final long TEXT_CHARS_PER_FILE = 64L << 20;

  private final Path folder;
  private final String split;
  private final OutputFormat format;
  private final RowLayout layout;
  private final long rowsPerFile;
  private final List<Long> rowsOfFiles = new ArrayList<>();
  private @Nullable ShardWriter current;
  private long rows;
  private long chars;

  /**
   * A writer of a split.
   *
   * @param folder exists
   * @param rowsPerFile at most, from 1
   */
  SplitWriter(Path folder, String split, OutputFormat format, RowLayout layout, long rowsPerFile) {
    this.folder = folder;
    this.split = split;
    this.format = format;
    this.layout = layout;
    this.rowsPerFile = rowsPerFile;
  }

  void write(Sample sample) throws IOException {
    ShardWriter writer = current;
    if (writer != null
        && (rows == rowsPerFile || chars >= TEXT_CHARS_PER_FILE || !writer.hasRoomFor(sample))) {
      close();
      writer = null;
    }
    if (writer == null) {
      writer = format.open(unnamed(rowsOfFiles.size()), layout);
      current = writer;
    }
    writer.write(sample);
    rows++;
    chars += sample.meta().length();
    for (Message message : sample.messages()) {
      chars += message.content().length();
    }
  }

  /** Names the files, which must be closed. */
  List<ShardFile> finish() throws IOException {
    List<ShardFile> files = new ArrayList<>();
    int count = rowsOfFiles.size();
    for (int i = 0; i < count; i++) {
      String name = ShardPlan.fileName(split, i, count, "." + format.label());
      Path file = Files.move(unnamed(i), folder.resolve(name));
      files.add(new ShardFile(name, rowsOfFiles.get(i), Files.size(file), Digests.hex(file)));
    }
    return files;
  }

  private Path unnamed(int file) {
    return folder.resolve("." + split + "-" + file);
  }

  /** Closes the file at work, if there is one. */
  @Override
  public void close() throws IOException {
    ShardWriter open = current;
    if (open != null) {
      current = null;
      open.close();
      rowsOfFiles.add(rows);
      rows = 0;
      chars = 0;
    }
  }
}
