package org.winnow.transforms.hygiene;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.schemas.Sample;
import org.winnow.transforms.DataCoder;

/**
 * A test row, as far as it is compared: hashes of its words, 8 bytes each.
 *
 * @param benchmark name of the benchmark
 * @param file name of the file
 * @param row its number in the file, from 1
 * @param texts for each message of the compared part the hashes of its words; no empty ones
 */
record BenchmarkRow(String benchmark, String file, long row, List<long[]> texts) {
  static final Coder<BenchmarkRow> CODER =
      DataCoder.of("benchmark row", BenchmarkRow::write, BenchmarkRow::read);

  /** By benchmark, file and row. */
  static final Comparator<BenchmarkRow> ORDER =
      Comparator.comparing(BenchmarkRow::benchmark)
          .thenComparing(BenchmarkRow::file)
          .thenComparingLong(BenchmarkRow::row);

  BenchmarkRow {
    texts = List.copyOf(texts);
  }

  /** The test row that a sample is; its domain is the benchmark's name. */
  static BenchmarkRow of(Sample sample, SamplePart part) {
    return new BenchmarkRow(
        sample.domain(),
        sample.origin().file(),
        sample.origin().row(),
        part.texts(sample.messages()).stream()
            .map(text -> WordGrams.hashes(Words.of(text)))
            .filter(words -> words.length > 0)
            .toList());
  }

  /** How many words are compared. */
  int words() {
    return texts.stream().mapToInt(words -> words.length).sum();
  }

  static void write(BenchmarkRow row, DataOutput out) throws IOException {
    DataCoder.writeText(row.benchmark, out);
    DataCoder.writeText(row.file, out);
    out.writeLong(row.row);
    out.writeInt(row.texts.size());
    for (long[] words : row.texts) {
      DataCoder.writeLongs(words, out);
    }
  }

  static BenchmarkRow read(DataInput in) throws IOException {
    String benchmark = DataCoder.readText(in);
    String file = DataCoder.readText(in);
    long row = in.readLong();
    int size = in.readInt();
    List<long[]> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add(DataCoder.readLongs(in));
    }
    return new BenchmarkRow(benchmark, file, row, texts);
  }
}
