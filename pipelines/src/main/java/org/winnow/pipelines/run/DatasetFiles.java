package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.winnow.pipelines.BaselinePlan;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.recipe.OutputSection;
import org.winnow.pipelines.steps.PreparedStep;
import org.winnow.schemas.format.HuggingFaceFiles;
import org.winnow.transforms.read.InputFile;
import org.winnow.transforms.read.ReadCorpus;
import org.winnow.transforms.write.FitShape;
import org.winnow.transforms.write.ShardFile;

/** Writes what stands beside the data: card, manifest, mixture, statistics, report. */
final class DatasetFiles {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private final CurationPlan plan;
  private final Provenance provenance;
  private final RunSummary summary;
  private final RunReport report;
  private final Path root;
  private final Path folder;
  private final DataFiles data;

  DatasetFiles(
      CurationPlan plan,
      Provenance provenance,
      RunSummary summary,
      RunReport report,
      Path staging) {
    this.plan = plan;
    this.provenance = provenance;
    this.summary = summary;
    this.report = report;
    root = staging;
    folder = root.resolve("_winnow");
    data =
        new DataFiles(
            plan.recipe().output().format(),
            plan.recipe().output().layout(plan.scoreColumns()),
            summary.dataFiles());
  }

  /** Writes everything; the file SUCCESS last. */
  void write() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("recipe.resolved.yaml"), ResolvedRecipe.yaml(plan.recipe()));
    Files.write(folder.resolve("mixture.json"), JSON.writeValueAsBytes(mixture()));
    Files.write(folder.resolve("stats.json"), JSON.writeValueAsBytes(statistics()));
    Map<String, Object> values = values();
    Files.writeString(folder.resolve("report.html"), Templates.render("report.html", values));
    Files.writeString(
        root.resolve("README.md"),
        "---\n"
            + ResolvedRecipe.YAML.writeValueAsString(DatasetCard.frontMatter(plan, summary, data))
            + "dataset_info:\n"
            + HuggingFaceFiles.cardFeatures(data.layout(), 2)
            + "---\n\n"
            + Templates.render("dataset-card.md", values));
    data.arrange(root, CurationPipeline.DATA + "/");
    if (plan.baseline().isPresent()) {
      baseline(plan.baseline().get()).arrange(root.resolve(CurationPipeline.BASELINE), "");
    }
    Map<String, Long> domains = new LinkedHashMap<>();
    report.domains().forEach(domain -> domains.put(domain.name(), domain.rowsWritten()));
    domains.values().removeIf(rows -> rows == 0);
    new Integrations(plan.recipe().name(), data, domains).write(folder);
    Files.write(folder.resolve("manifest.json"), JSON.writeValueAsBytes(manifest()));
    Files.writeString(folder.resolve("SUCCESS"), "");
  }

  private ObjectNode mixture() {
    ObjectNode mixture = JSON.createObjectNode();
    mixture.put("rows", report.rowsWritten());
    ObjectNode domains = mixture.putObject("domains");
    for (RunReport.Domain domain : report.domains()) {
      domains
          .putObject(domain.name())
          .put("rows", domain.rowsWritten())
          .put("available", domain.candidates())
          .put("share", domain.share())
          .put("epochs", domain.epochs());
    }
    MixtureNotes.of(plan, summary).ifPresent(notes -> notes.addTo(mixture));
    return mixture;
  }

  private ObjectNode statistics() {
    ObjectNode statistics = JSON.createObjectNode();
    statistics.put("rows_read", report.rowsRead());
    statistics.put("rows_written", report.rowsWritten());
    ArrayNode steps = statistics.putArray("steps");
    for (RunReport.Stage stage : report.stages()) {
      ObjectNode step = steps.addObject();
      step.put("step", stage.label()).put("rows_out", stage.rowsOut());
      ObjectNode reasons = step.putObject("rejected");
      stage.reasons().forEach(reasons::put);
      ObjectNode domains = step.putObject("rows_out_by_domain");
      summary.byDomainAfter(stage.label()).forEach(domains::put);
      StepTables.addTo(step.putObject("tables"), summary.tablesOf(stage.label()));
    }
    return statistics;
  }

  private ObjectNode manifest() throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("name", plan.recipe().name());
    manifest.put("created", report.started().toString());
    manifest.setAll(provenance.content());
    manifest.put("identity_sha256", provenance.identity());
    manifest.put("rows_read", report.rowsRead());
    manifest.put("rows_written", report.rowsWritten());
    data.describe(manifest);
    if (plan.baseline().isPresent()) {
      DataFiles.list(manifest.putArray("baseline"), summary.baselineFiles());
    }
    DataFiles.list(manifest.putArray("rejected"), summary.rejectionFiles());
    return manifest;
  }

  private DataFiles baseline(BaselinePlan twin) {
    OutputSection output = plan.recipe().output();
    return new DataFiles(
        output.format(), output.layout(twin.scoreColumns()), summary.baselineFiles());
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", plan.recipe().name());
    values.put("created", report.started().toString());
    values.put("version", Version.number());
    values.put("seed", plan.recipe().seed());
    values.put("format", plan.recipe().output().format().label());
    values.put("rows_read", report.rowsRead());
    values.put("rows_written", report.rowsWritten());
    values.put("baseline_rows", summary.baselineFiles().stream().mapToLong(ShardFile::rows).sum());
    values.put("rows_scored", report.rowsScored());
    values.put("rows_from_store", report.rowsFromStore());
    values.put("signatures_computed", report.signaturesComputed());
    values.put("signatures_from_store", report.signaturesFromStore());
    values.put("store_entries_damaged", report.damagedEntries());
    values.put("seconds", decimal(report.wallSeconds()));
    values.put("columns", plan.scoreColumns());
    values.put("conversation", data.conversation());
    values.put("optional_columns", data.optionalColumns());
    values.put("splits", List.copyOf(data.splits().keySet()));
    values.put("inputs", plan.files().stream().map(InputFile::name).toList());
    values.put("steps", report.stages().stream().map(this::stage).toList());
    values.put("domains", report.domains().stream().map(DatasetFiles::domain).toList());
    return values;
  }

  private Map<String, Object> stage(RunReport.Stage stage) {
    String summaryText =
        plan.steps().stream()
            .filter(step -> step.label().equals(stage.label()))
            .map(PreparedStep::summary)
            .findFirst()
            .orElse(
                switch (stage.label()) {
                  case ReadCorpus.STEP -> "read the input files";
                  case FitShape.STEP ->
                      "keep what can be written as " + data.layout().shape().label();
                  default -> "write the data files";
                });
    return Map.of(
        "label",
        stage.label(),
        "summary",
        summaryText,
        "rows",
        stage.rowsOut(),
        "seconds",
        decimal(stage.busySeconds()),
        "tables",
        summary.tablesOf(stage.label()).stream().map(StepTables::values).toList(),
        "reasons",
        stage.reasons().entrySet().stream()
            .map(e -> Map.of("reason", e.getKey(), "rows", e.getValue()))
            .toList());
  }

  private static Map<String, Object> domain(RunReport.Domain domain) {
    return Map.of(
        "name",
        domain.name().replaceAll("\\s+", " "),
        "read",
        domain.rowsRead(),
        "candidates",
        domain.candidates(),
        "written",
        domain.rowsWritten(),
        "share",
        decimal(100 * domain.share()),
        "epochs",
        String.format(Locale.ROOT, "%.2f", domain.epochs()));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
