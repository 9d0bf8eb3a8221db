package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalInt;
import org.winnow.pipelines.DataException;

/**
 * A version that is published, or was.
 *
 * @param number from 1
 * @param folder the whole dataset
 * @param parent the version that was the latest when this one was made
 * @param created when the run began that made it
 * @param rows of its data files
 * @param identity of what it was made of and by, see {@link
 *     org.winnow.pipelines.run.Provenance#identity}
 */
public record DatasetVersion(
    int number, Path folder, OptionalInt parent, Instant created, long rows, String identity) {
  private static final String MANIFEST = "_winnow/manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the manifest of a version.
   *
   * @throws DataException if it is missing or damaged
   */
  static DatasetVersion read(int number, Path folder) throws IOException, DataException {
    JsonNode manifest = manifest(folder);
    JsonNode parent = manifest.path("parent").path("version");
    return new DatasetVersion(
        number,
        folder,
        parent.isInt() ? OptionalInt.of(parent.intValue()) : OptionalInt.empty(),
        created(folder, manifest.path("created").asText()),
        manifest.path("rows_written").asLong(),
        manifest.path("identity_sha256").asText());
  }

  private static Instant created(Path folder, String found) throws DataException {
    try {
      return Instant.parse(found);
    } catch (DateTimeException e) {
      throw damaged(folder, "expected when it was created, found '" + found + "'");
    }
  }

  /**
   * The manifest of a dataset.
   *
   * @throws DataException if it is missing or damaged
   */
  static JsonNode manifest(Path folder) throws IOException, DataException {
    try {
      return JSON.readTree(Files.readAllBytes(folder.resolve(MANIFEST)));
    } catch (NoSuchFileException e) {
      throw damaged(folder, "it is missing");
    } catch (JsonProcessingException e) {
      throw damaged(folder, "expected JSON, " + e.getOriginalMessage());
    }
  }

  private static DataException damaged(Path folder, String how) {
    return new DataException(
        folder.resolve(MANIFEST) + " is not the manifest of a dataset: " + how);
  }

  /** Gives a dataset another manifest. */
  static void write(Path folder, JsonNode manifest) throws IOException {
    Files.write(
        folder.resolve(MANIFEST),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
  }
}
