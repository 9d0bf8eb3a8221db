package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;

/**
 * Reads samples from a file of any known format.
 *
 * <p>The format is found from the first bytes: JSON lines, a JSON array (each plain, gzip or
 * Zstandard), Parquet, an Arrow IPC file or stream, or a directory that Hugging Face's {@code
 * save_to_disk} wrote. Rows come in the order of the file. Memory is constant: one row of JSON, one
 * record batch of Arrow, one row group of Parquet.
 *
 * <p>A bad row is rejected with its number, a reason and evidence, and reading goes on. Damage that
 * ends the file is one rejection {@code truncated_file} or {@code unreadable_file} behind the last
 * whole row, or with row 0 where nothing of the file can be read.
 *
 * <pre>{@code
 * SourceFile file = new SourceFile(path, "math.jsonl.gz", "math", Mapping.AUTO);
 * SampleReader.read(file, ReadLimits.DEFAULT, sink);
 * }</pre>
 */
public final class SampleReader {
  /** Name of the step that readers give in origins and rejections. */
  public static final String STEP = "read";

  private SampleReader() {}

  /**
   * Reads the whole file into {@code sink}.
   *
   * @throws IOException if there is no such file, the disk fails, or the sink throws it; never for
   *     damaged content
   */
  public static void read(SourceFile file, ReadLimits limits, RowSink sink) throws IOException {
    try (Input input = Input.open(file.path());
        RowCursor rows = Formats.of(input).open(input, limits)) {
      readRows(file, input, rows, sink);
    } catch (DamagedFile e) {
      sink.reject(rejection(file, e.row(0), e.reason(), e.evidence()));
    }
  }

  private static void readRows(SourceFile file, Input input, RowCursor rows, RowSink sink)
      throws IOException {
    RowMapper mapper = new RowMapper(file);
    while (sink.wantsMore()) {
      sink.position(input.bytesRead());
      Sample sample;
      try {
        Optional<ObjectNode> row = rows.next();
        if (row.isEmpty()) {
          return;
        }
        sample = mapper.map(row.get(), rows.row());
      } catch (BadRow e) {
        sink.reject(rejection(file, rows.row(), e.reason(), e.evidence()));
        continue;
      } catch (DamagedFile e) {
        sink.reject(rejection(file, e.row(rows.row()), e.reason(), e.evidence()));
        return;
      }
      sink.accept(sample);
    }
  }

  private static Rejection rejection(SourceFile file, long row, String reason, String evidence) {
    return Rejection.ofRow(file.domain(), file.name(), row, STEP, reason, evidence);
  }
}
