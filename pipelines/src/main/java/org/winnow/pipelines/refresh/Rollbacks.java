package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.winnow.pipelines.DataException;
import org.winnow.schemas.AtomicFile;

/**
 * The versions that somebody took back, in a file of the dataset: their numbers, and what each was
 * made of, so that the same is not published again even when the version itself is deleted.
 */
final class Rollbacks {
  private static final String FILE = "rollbacks.json";
  private static final String KEY = "rolled_back";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, TreeMap<Integer, String>>> CONTENT =
      new TypeReference<>() {};

  private final Path file;

  Rollbacks(Path dataset) {
    this.file = dataset.resolve(FILE);
  }

  /**
   * Identities by version; empty for a version whose manifest could not be read when it was taken
   * back.
   *
   * @throws DataException if the file is damaged
   */
  SortedMap<Integer, String> read() throws IOException, DataException {
    try {
      return JSON.readValue(Files.readAllBytes(file), CONTENT).getOrDefault(KEY, new TreeMap<>());
    } catch (NoSuchFileException e) {
      return new TreeMap<>();
    } catch (JsonProcessingException e) {
      throw new DataException(
          file
              + ": expected JSON such as {\"rolled_back\": {\"3\": \"IDENTITY\"}}, "
              + e.getOriginalMessage());
    }
  }

  void write(SortedMap<Integer, String> identities) throws IOException {
    AtomicFile.write(
        file, path -> Files.write(path, JSON.writeValueAsBytes(Map.of(KEY, identities))));
  }
}
