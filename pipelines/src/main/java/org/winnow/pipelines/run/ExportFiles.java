package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.schemas.Digests;
import org.winnow.schemas.format.HuggingFaceFiles;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.transforms.write.ShardFile;

/** Writes what stands beside the data of an export: card, manifest, mixture, snippets. */
final class ExportFiles {
  private static final String RECIPE = "_winnow/recipe.resolved.yaml";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  private final PublishedDataset source;
  private final DataFiles data;
  private final ExportRows rows;
  private final Instant created;

  ExportFiles(PublishedDataset source, DataFiles data, ExportRows rows, Instant created) {
    this.source = source;
    this.data = data;
    this.rows = rows;
    this.created = created;
  }

  /** Writes everything below {@code root}; the file SUCCESS last. */
  void write(Path root) throws IOException {
    Path folder = Files.createDirectories(root.resolve("_winnow"));
    if (Files.exists(source.root().resolve(RECIPE))) {
      Files.copy(source.root().resolve(RECIPE), root.resolve(RECIPE));
    }
    JSON.writeValue(folder.resolve("mixture.json").toFile(), mixture());
    data.arrange(root, CurationPipeline.DATA + "/");
    new Integrations(source.name(), data, rows.domains()).write(folder);
    Files.writeString(
        root.resolve("README.md"),
        "---\n"
            + YAML.writeValueAsString(frontMatter())
            + "dataset_info:\n"
            + HuggingFaceFiles.cardFeatures(data.layout(), 2)
            + "---\n\n"
            + Templates.render("export-card.md", values()));
    JSON.writeValue(folder.resolve("manifest.json").toFile(), manifest(root));
    Files.writeString(folder.resolve("SUCCESS"), "");
  }

  private ObjectNode mixture() {
    ObjectNode mixture = JSON.createObjectNode();
    mixture.put("rows", data.rows());
    ObjectNode domains = mixture.putObject("domains");
    rows.domains()
        .forEach(
            (domain, count) ->
                domains
                    .putObject(domain)
                    .put("rows", count)
                    .put("share", (double) count / data.rows()));
    return mixture;
  }

  private Map<String, Object> frontMatter() {
    List<Map<String, Object>> configs = new ArrayList<>();
    if (data.format() != OutputFormat.MDS) { // load_dataset does not read it
      configs.add(DatasetCard.config("default", true, data.folders()));
    }
    if (rows.rejected() > 0) {
      configs.add(
          DatasetCard.config("rejected", false, Map.of("rejected", CurationPipeline.REJECTED)));
    }
    Map<String, Object> matter = new LinkedHashMap<>();
    matter.put("pretty_name", source.name());
    matter.put("task_categories", List.of("text-generation"));
    matter.put("tags", List.of("winnow", "instruction-tuning"));
    matter.put("size_categories", List.of(DatasetCard.sizeCategory(data.rows())));
    if (!configs.isEmpty()) {
      matter.put("configs", configs);
    }
    return matter;
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", source.name());
    values.put("rows", data.rows());
    values.put("rejected", rows.rejected());
    values.put("format", data.format().label());
    values.put("splits", List.copyOf(data.splits().keySet()));
    values.put("conversation", data.conversation());
    values.put("optional_columns", data.optionalColumns());
    values.put("columns", data.layout().scoreColumns());
    values.put("source_sha256", source.manifestSha256());
    return values;
  }

  private ObjectNode manifest(Path root) throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("name", source.name());
    manifest.put("created", created.toString());
    manifest.put("winnow_version", Version.number());
    manifest.put("seed", source.seed());
    manifest
        .putObject("exported_from")
        .put("manifest_sha256", source.manifestSha256())
        .put("format", source.data().format().label())
        .put("shape", source.data().layout().shape().label());
    manifest.put("rows_read", source.data().rows());
    manifest.put("rows_written", data.rows());
    data.describe(manifest);
    List<ShardFile> rejected = new ArrayList<>();
    if (rows.rejected() > 0) {
      Path file = root.resolve(CurationPipeline.REJECTED).resolve(ExportRows.REJECTED_FILE);
      rejected.add(
          new ShardFile(
              ExportRows.REJECTED_FILE, rows.rejected(), Files.size(file), Digests.hex(file)));
    }
    DataFiles.list(manifest.putArray("rejected"), rejected);
    return manifest;
  }
}
