package org.winnow.runners.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.InputFiles;
import org.winnow.schemas.format.Mapping;
import org.winnow.schemas.format.ReadLimits;
import org.winnow.schemas.format.RowSink;
import org.winnow.schemas.format.SampleReader;
import org.winnow.schemas.format.SourceFile;

/** Takes a few rows out of data files, evenly spaced, so that every part of the data has a say. */
final class BenchRows {
  private BenchRows() {}

  /**
   * Reads the files twice: to count their sound rows and to keep some of them.
   *
   * @param input a file, a glob or a folder
   * @param rows how many at most
   * @throws IllegalArgumentException if there is no sound row
   */
  static List<Sample> read(Path input, int rows) throws IOException {
    List<Path> files = InputFiles.list(input);
    Counter total = new Counter();
    forEach(files, sample -> total.count++);
    if (total.count == 0) {
      throw new IllegalArgumentException("there is no sound row in " + input);
    }
    List<Sample> kept = new ArrayList<>();
    Counter seen = new Counter();
    forEach(
        files,
        sample -> {
          // Row i of n is kept where i * rows / n steps to its next whole number.
          long before = Math.min(rows, total.count) * seen.count / total.count;
          seen.count++;
          if (Math.min(rows, total.count) * seen.count / total.count > before) {
            kept.add(sample);
          }
        });
    return kept;
  }

  private static final class Counter {
    long count;
  }

  private static void forEach(List<Path> files, Consumer<Sample> take) throws IOException {
    for (Path file : files) {
      SampleReader.read(
          new SourceFile(file, file.toString(), "", Mapping.AUTO),
          ReadLimits.DEFAULT,
          new RowSink() {
            @Override
            public void accept(Sample sample) {
              take.accept(sample);
            }

            @Override
            public void reject(Rejection rejection) {
              // a benchmark measures sound rows
            }
          });
    }
  }
}
