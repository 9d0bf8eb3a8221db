package org.winnow.transforms.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Locations;

/**
 * Writes a few lines into one file, sorted: how a run hands small results to the process that
 * started it. No file appears if there are no lines.
 */
public final class WriteLines extends PTransform<PCollection<String>, PDone> {
  private final String file;

  /** Writes to {@code file}, whose folder is created if missing. */
  public WriteLines(Path file) {
    this.file = file.toString();
  }

  @Override
  public PDone expand(PCollection<String> lines) {
    lines
        .apply(
            "Bring together",
            WithKeys.<String, String>of("").withKeyType(TypeDescriptors.strings()))
        .apply("Group lines", GroupByKey.create())
        .apply("Write lines", ParDo.of(new Write(file)));
    return PDone.in(lines.getPipeline());
  }

  private static final class Write extends DoFn<KV<String, Iterable<String>>, Void> {
    private final String file;

    Write(String file) {
      this.file = file;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> grouped) throws IOException {
      List<String> lines = new ArrayList<>();
      grouped.getValue().forEach(lines::add);
      Collections.sort(lines);
      AtomicFile.write(Locations.path(file), temporary -> Files.write(temporary, lines));
    }
  }
}
