package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.Type;

/** Parquet; holds one row group at a time. */
final class ParquetFormat implements FileFormat {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  @Override
  public boolean recognises(Input input) {
    return input.startsWith(MAGIC);
  }

  @Override
  public RowCursor open(Input input, ReadLimits limits) throws DamagedFile, IOException {
    DiskFile.checkMagicAtEnd(input, MAGIC);
    DiskFile file = input.disk();
    JsonValues.checkDistinct(columns(file));
    return new Rows(new GroupReaderBuilder(file).build(), limits);
  }

  private static List<String> columns(InputFile file) throws DamagedFile, DiskFailure {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader = ParquetFileReader.open(file, options)) {
      return reader.getFileMetaData().getSchema().getFields().stream().map(Type::getName).toList();
    } catch (IOException | RuntimeException e) {
      DiskFailure.throwIfCauseOf(e);
      throw DamagedFile.whole(DamagedFile.UNREADABLE, Input.describe(e));
    }
  }

  private static final class GroupReaderBuilder extends ParquetReader.Builder<Group> {
    GroupReaderBuilder(InputFile file) {
      super(file, configuration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }

    private static ParquetConfiguration configuration() {
      return new PlainParquetConfiguration();
    }
  }

  private static final class Rows implements RowCursor {
    private final ParquetReader<Group> reader;
    private final ReadLimits limits;
    private long row;

    Rows(ParquetReader<Group> reader, ReadLimits limits) {
      this.reader = reader;
      this.limits = limits;
    }

    @Override
    public Optional<ObjectNode> next() throws BadRow, DamagedFile, IOException {
      Optional<Group> group = read();
      if (group.isEmpty()) {
        return Optional.empty();
      }
      row++;
      try {
        ObjectNode object = ParquetValues.object(group.get());
        JsonValues.checkLength(object, limits);
        return Optional.of(object);
      } catch (RuntimeException e) {
        row--;
        throw unreadable(e);
      }
    }

    private Optional<Group> read() throws DamagedFile, DiskFailure {
      try {
        return Optional.ofNullable(reader.read());
      } catch (IOException | RuntimeException e) {
        throw unreadable(e);
      }
    }

    private static DamagedFile unreadable(Exception e) throws DiskFailure {
      DiskFailure.throwIfCauseOf(e);
      return DamagedFile.afterLastRow(DamagedFile.UNREADABLE, Input.describe(e));
    }

    @Override
    public long row() {
      return row;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
