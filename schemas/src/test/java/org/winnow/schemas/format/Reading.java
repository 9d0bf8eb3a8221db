package org.winnow.schemas.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;

/** What a reader found in a file, for tests. */
record Reading(List<Sample> samples, List<Rejection> rejections) {
  static Reading of(Path file) {
    return of(file, Mapping.AUTO, ReadLimits.DEFAULT);
  }

  static Reading of(Path file, Mapping mapping) {
    return of(file, mapping, ReadLimits.DEFAULT);
  }

  static Reading of(Path file, Mapping mapping, ReadLimits limits) {
    return of(new SourceFile(file, String.valueOf(file.getFileName()), "", mapping), limits);
  }

  static Reading of(SourceFile file, ReadLimits limits) {
    Reading reading = new Reading(new ArrayList<>(), new ArrayList<>());
    try {
      SampleReader.read(
          file,
          limits,
          new RowSink() {
            @Override
            public void accept(Sample sample) {
              reading.samples.add(sample);
            }

            @Override
            public void reject(Rejection rejection) {
              reading.rejections.add(rejection);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reading;
  }

  /** Numbers of the rows that became samples. */
  List<Long> rows() {
    return samples.stream().map(sample -> sample.origin().row()).toList();
  }

  /** Each rejection as its row and reason, such as {@code 2 nul_byte}. */
  List<String> reasons() {
    return rejections.stream().map(r -> r.row() + " " + r.reason()).toList();
  }

  /** Each sample's turns, such as {@code user: hi | assistant: yo}. */
  List<String> talks() {
    return samples.stream().map(Reading::talk).toList();
  }

  static String talk(Sample sample) {
    return String.join(
        " | ", sample.messages().stream().map(m -> m.role().label() + ": " + m.content()).toList());
  }

  /** A sound row of JSON whose question is {@code question}. */
  static String row(String question) {
    return "{\"question\":\"" + question + "\",\"answer\":\"yes\"}";
  }

  static Path write(Path directory, String name, String text) {
    return write(directory, name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path write(Path directory, String name, byte[] bytes) {
    try {
      return Files.write(directory.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
