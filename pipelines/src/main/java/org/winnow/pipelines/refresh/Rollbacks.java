package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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

  private final Path file;

  Rollbacks(Path dataset) {
    this.file = dataset.resolve(FILE);
  }

  /**
   * Identities by version; empty for a version whose identity was not known when the file was
   * written, such as all of those in files of an earlier release, which list numbers only.
   *
   * @throws DataException if the file is damaged
   */
  SortedMap<Integer, String> read() throws IOException, DataException {
    SortedMap<Integer, String> identities = new TreeMap<>();
    try {
      JsonNode list = JSON.readTree(Files.readAllBytes(file)).path(KEY);
      if (list.isArray()) {
        list.forEach(number -> identities.put(number.asInt(), ""));
        return identities;
      }
      for (Map.Entry<String, JsonNode> entry : list.properties()) {
        identities.put(Integer.valueOf(entry.getKey()), entry.getValue().asText());
      }
      return identities;
    } catch (NoSuchFileException e) {
      return identities;
    } catch (JsonProcessingException e) {
      throw damaged(e.getOriginalMessage());
    } catch (NumberFormatException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
  }

  private DataException damaged(String found) {
    return new DataException(
        file + ": expected JSON such as {\"rolled_back\": {\"3\": \"IDENTITY\"}}, " + found);
  }

  void write(SortedMap<Integer, String> identities) throws IOException {
    AtomicFile.write(
        file, path -> Files.write(path, JSON.writeValueAsBytes(Map.of(KEY, identities))));
  }
}
