package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalInt;

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

  /** Reads the manifest of a version. */
  static DatasetVersion read(int number, Path folder) throws IOException {
    JsonNode manifest = manifest(folder);
    JsonNode parent = manifest.path("parent").path("version");
    return new DatasetVersion(
        number,
        folder,
        parent.isInt() ? OptionalInt.of(parent.intValue()) : OptionalInt.empty(),
        Instant.parse(manifest.path("created").asText()),
        manifest.path("rows_written").asLong(),
        manifest.path("identity_sha256").asText());
  }

  /** The manifest of a dataset. */
  static JsonNode manifest(Path folder) throws IOException {
    return JSON.readTree(folder.resolve(MANIFEST).toFile());
  }

  /** Gives a dataset another manifest. */
  static void write(Path folder, JsonNode manifest) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(MANIFEST).toFile(), manifest);
  }
}
