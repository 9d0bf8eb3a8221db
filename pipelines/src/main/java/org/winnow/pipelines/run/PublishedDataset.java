package org.winnow.pipelines.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.winnow.pipelines.DataException;
import org.winnow.schemas.Digests;
import org.winnow.schemas.format.OptionalColumn;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.OutputShape;
import org.winnow.schemas.format.RowLayout;
import org.winnow.transforms.write.ShardFile;

/**
 * A dataset that a run has published, its files as its manifest says.
 *
 * @param root the dataset's folder
 * @param name as the recipe says
 * @param seed of the run
 * @param manifestSha256 digest of the manifest
 * @param data the data files
 */
record PublishedDataset(Path root, String name, long seed, String manifestSha256, DataFiles data) {
  /** Names of files as runs write them: never a path. */
  private static final String FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  /**
   * Opens a dataset and checks the digest of every data file.
   *
   * @throws DataException if the folder is not a published dataset, or a file is not what the
   *     manifest says
   */
  static PublishedDataset open(Path root) throws DataException, IOException {
    Path folder = root.resolve("_winnow");
    Path manifestFile = folder.resolve("manifest.json");
    if (!Files.exists(folder.resolve("SUCCESS")) || !Files.exists(manifestFile)) {
      throw new DataException(
          root + " is not a published dataset: expected _winnow/SUCCESS and _winnow/manifest.json");
    }
    JsonNode manifest;
    try {
      manifest = new ObjectMapper().readTree(Files.readAllBytes(manifestFile));
    } catch (JsonProcessingException e) {
      throw new DataException(manifestFile + " is not JSON: " + e.getOriginalMessage());
    }
    List<ShardFile> files = new ArrayList<>();
    for (JsonNode file : manifest.path("data")) {
      files.add(listed(root, file));
    }
    DataFiles data =
        new DataFiles(format(manifestFile, manifest), layout(manifestFile, manifest), files);
    List<String> paths = data.paths();
    for (int i = 0; i < paths.size(); i++) {
      check(root.resolve(paths.get(i)), files.get(i));
    }
    return new PublishedDataset(
        root,
        manifest.path("name").asText(),
        manifest.path("seed").asLong(),
        Digests.hex(manifestFile),
        data);
  }

  private static OutputFormat format(Path file, JsonNode manifest) throws DataException {
    return OutputFormat.of(manifest.path("format").asText())
        .orElseThrow(() -> unknown(file, "format", manifest.path("format")));
  }

  private static RowLayout layout(Path file, JsonNode manifest) throws DataException {
    Optional<OutputShape> shape = Optional.empty();
    for (OutputShape candidate : OutputShape.values()) {
      if (candidate.label().equals(manifest.path("shape").asText())) {
        shape = Optional.of(candidate);
      }
    }
    Set<OptionalColumn> omitted = new TreeSet<>();
    Set<String> left = new TreeSet<>();
    manifest.path("omitted").forEach(column -> left.add(column.asText()));
    for (OptionalColumn column : OptionalColumn.values()) {
      if (left.remove(column.label())) {
        omitted.add(column);
      }
    }
    if (!left.isEmpty()) {
      throw unknown(file, "omitted", manifest.path("omitted"));
    }
    List<String> scores = new ArrayList<>();
    manifest.path("score_columns").forEach(column -> scores.add(column.asText()));
    return new RowLayout(
        shape.orElseThrow(() -> unknown(file, "shape", manifest.path("shape"))), omitted, scores);
  }

  private static DataException unknown(Path file, String key, JsonNode found) {
    String shown = found.isMissingNode() ? "nothing" : found.toString();
    return new DataException(
        file + ": " + key + " is not one that this version of winnow knows, found " + shown);
  }

  private static ShardFile listed(Path root, JsonNode entry) throws DataException {
    String name = entry.path("file").asText();
    if (!name.matches(FILE_NAME)) {
      throw new DataException("the manifest of " + root + " names no file of data/: " + entry);
    }
    return new ShardFile(
        name,
        entry.path("rows").asLong(),
        entry.path("bytes").asLong(),
        entry.path("sha256").asText());
  }

  private static void check(Path path, ShardFile file) throws DataException, IOException {
    if (!Files.isRegularFile(path)) {
      throw new DataException(path + " is missing, though the manifest names it");
    }
    String digest = Digests.hex(path);
    if (!digest.equals(file.sha256())) {
      throw new DataException(
          path
              + " has changed since it was published: expected the SHA-256 "
              + file.sha256()
              + ", found "
              + digest);
    }
  }
}
