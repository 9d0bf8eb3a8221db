package org.winnow.runners;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.Mapping;
import org.winnow.schemas.format.ReadLimits;
import org.winnow.schemas.format.RowSink;
import org.winnow.schemas.format.SampleReader;
import org.winnow.schemas.format.SourceFile;

/** Reads a data file back. */
final class SampleIds {
  private SampleIds() {}

  /** Ids of the samples in a file, in order. */
  static List<String> of(Path file) throws IOException {
    List<String> ids = new ArrayList<>();
    SampleReader.read(
        new SourceFile(file, "data", "", Mapping.AUTO),
        ReadLimits.DEFAULT,
        new RowSink() {
          @Override
          public void accept(Sample sample) {
            ids.add(sample.id());
          }

          @Override
          public void reject(Rejection rejection) {
            throw new AssertionError("unreadable row: " + rejection);
          }
        });
    return ids;
  }
}
