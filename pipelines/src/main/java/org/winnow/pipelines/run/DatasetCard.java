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
  static Map<String, Object> frontMatter(CurationPlan plan, RunSummary summary, DataFiles data) {
    Map<String, Object> matter = new LinkedHashMap<>();
    matter.put("pretty_name", plan.recipe().name());
    matter.put("task_categories", List.of("text-generation"));
    matter.put("tags", List.of("winnow", "instruction-tuning"));
    matter.put("size_categories", List.of(sizeCategory(summary.rowsWritten())));
    List<Map<String, Object>> configs = new ArrayList<>();
    if (plan.recipe().output().format() != OutputFormat.MDS) { // load_dataset does not read it
      configs.add(config("default", true, data.folders()));
      if (!summary.baselineFiles().isEmpty()) {
        configs.add(config("baseline", false, Map.of("train", CurationPipeline.BASELINE)));
      }
    }
    if (!summary.rejectionFiles().isEmpty()) {
      configs.add(config("rejected", false, Map.of("rejected", CurationPipeline.REJECTED)));
    }
    matter.put("configs", configs);
    return matter;
  }

  /**
   * A part of the dataset that can be loaded by its name.
   *
   * @param folders the folder of the files of each split, in order
   */
  static Map<String, Object> config(String name, boolean isDefault, Map<String, String> folders) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("config_name", name);
    if (isDefault) {
      config.put("default", true);
    }
    config.put(
        "data_files",
        folders.entrySet().stream()
            .map(
                split ->
                    new TreeMap<>(
                        Map.of(
                            "split",
                            split.getKey(),
                            "path",
                            split.getValue() + "/" + split.getKey() + "-*")))
            .toList());
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
