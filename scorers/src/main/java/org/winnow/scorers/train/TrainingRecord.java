package org.winnow.scorers.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.winnow.schemas.AtomicFile;

/**
 * What happened in a training; {@code training.json} beside the weights.
 *
 * @param fingerprint of base model, samples and options, 64 hexadecimal digits
 * @param samples that were trained on
 * @param refused samples that could not be, by reason
 * @param losses mean cross-entropy of the scored tokens of each step, in nats, before the step
 */
public record TrainingRecord(
    String fingerprint, int samples, Map<String, Integer> refused, List<Double> losses) {
  /** Its name in a folder. */
  static final String FILE = "training.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public TrainingRecord {
    refused = Collections.unmodifiableMap(new TreeMap<>(refused)); // in order, also when written
    losses = List.copyOf(losses);
  }

  static TrainingRecord read(Path file) {
    try {
      return JSON.readValue(file.toFile(), TrainingRecord.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void write(Path folder) throws IOException {
    AtomicFile.write(folder.resolve(FILE), file -> JSON.writeValue(file.toFile(), this));
  }
}
