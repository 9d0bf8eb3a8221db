package org.winnow.schemas.format;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.winnow.schemas.Rejection;

/**
 * Writes rejections as Parquet: kind, id, domain, file, row, step, reason, evidence.
 *
 * <p>{@code kind} is in lower case. The same rejections give the same bytes; memory is bounded. The
 * file is complete once the writer is closed.
 */
public final class RejectionWriter implements Closeable {
  private final Path file;
  private final ParquetWriter<Rejection> writer;

  /** Creates a file, or replaces it; its directory must exist. */
  public RejectionWriter(Path file) throws IOException {
    this.file = file;
    this.writer = new Rejections().open(file);
  }

  /** Appends a rejection. */
  public void write(Rejection rejection) throws IOException {
    writer.write(rejection);
  }

  @Override
  public void close() throws IOException {
    writer.close();
    ParquetFooter.settle(file);
  }

  private static final class Rejections extends ParquetRecords<Rejection> {
    Rejections() {
      super(
          new MessageType(
              "rejection",
              text("kind"),
              text("id"),
              text("domain"),
              text("file"),
              Types.optional(INT64).named("row"),
              text("step"),
              text("reason"),
              text("evidence")));
    }

    @Override
    void write(Rejection rejection, Columns columns) {
      columns.text(rejection.kind().name().toLowerCase(Locale.ROOT));
      columns.text(rejection.id());
      columns.text(rejection.domain());
      columns.text(rejection.file());
      columns.number(rejection.row());
      columns.text(rejection.step());
      columns.text(rejection.reason());
      columns.text(rejection.evidence());
    }

    private static Type text(String name) {
      return Types.optional(BINARY).as(stringType()).named(name);
    }
  }
}
