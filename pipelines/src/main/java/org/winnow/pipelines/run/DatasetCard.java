package org.winnow.pipelines.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      configs.add(config("default", true, "train", CurationPipeline.DATA + "/train-*"));
      if (!summary.baselineFiles().isEmpty()) {
        configs.add(config("baseline", false, "train", CurationPipeline.BASELINE + "/train-*"));
      }
    }
    if (!summary.rejectionFiles().isEmpty()) {
      configs.add(config("rejected", false, "rejected", CurationPipeline.REJECTED + "/rejected-*"));
    }
    matter.put("configs", configs);
    return matter;
  }

  static Map<String, Object> config(String name, boolean isDefault, String split, String path) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("config_name", name);
    if (isDefault) {
      config.put("default", true);
    }
    config.put("data_files", List.of(Map.of("split", split, "path", path)));
    return config;
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
