package org.winnow.pipelines.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.pipelines.CurationPlan;
import org.winnow.schemas.format.OutputFormat;

/** The head of a dataset card, as the Hugging Face Hub and {@code datasets} read it. */
final class DatasetCard {
  private DatasetCard() {}

  /** Front matter: name, size, tags, and which files make up which split. */
  static Map<String, Object> frontMatter(CurationPlan plan, RunSummary summary) {
    Map<String, Object> matter = new LinkedHashMap<>();
    matter.put("pretty_name", plan.recipe().name());
    matter.put("task_categories", List.of("text-generation"));
    matter.put("tags", List.of("winnow", "instruction-tuning"));
    matter.put("size_categories", List.of(sizeCategory(summary.rowsWritten())));
    List<Map<String, Object>> configs = new ArrayList<>();
    if (plan.recipe().output().format() != OutputFormat.MDS) { // load_dataset does not read it
      configs.add(config("default", true, splits(summary), CurationPipeline.DATA));
      if (!summary.baselineFiles().isEmpty()) {
        configs.add(config("baseline", false, List.of("train"), CurationPipeline.BASELINE));
      }
    }
    if (!summary.rejectionFiles().isEmpty()) {
      configs.add(config("rejected", false, List.of("rejected"), CurationPipeline.REJECTED));
    }
    matter.put("configs", configs);
    return matter;
  }

  static Map<String, Object> config(
      String name, boolean isDefault, List<String> splits, String folder) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("config_name", name);
    if (isDefault) {
      config.put("default", true);
    }
    config.put(
        "data_files",
        splits.stream()
            .map(
                split -> new TreeMap<>(Map.of("split", split, "path", folder + "/" + split + "-*")))
            .toList());
    return config;
  }

  /** The splits of the data, which the names of its files begin with, in training order. */
  static List<String> splits(RunSummary summary) {
    return summary.dataFiles().stream()
        .map(file -> file.name().substring(0, file.name().indexOf('-')))
        .distinct()
        .toList();
  }

  static String sizeCategory(long rows) {
    String[] names = {
      "n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B"
    };
    long bound = 1_000;
    for (String name : names) {
      if (rows < bound) {
        return name;
      }
      bound *= 10;
    }
    return "1B<n<10B";
  }
}
