package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.winnow.pipelines.run.RunReport;

/** A difference as JSON. */
public final class DiffFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private DiffFile() {}

  /**
   * The difference of two datasets.
   *
   * @param changes of what they were made of
   */
  public static ObjectNode of(ManifestChanges changes, DatasetDifference difference) {
    ObjectNode file = JSON.createObjectNode();
    ObjectNode inputs = file.putObject("inputs");
    changes.inputsAdded().forEach(inputs.putArray("added")::add);
    changes.inputsRemoved().forEach(inputs.putArray("removed")::add);
    changes.inputsChanged().forEach(inputs.putArray("changed")::add);
    changes.targetsChanged().forEach(file.putArray("targets_changed")::add);
    changes.rescoring().forEach(file.putArray("rescoring")::add);
    file.put("recipe_changed", changes.recipeChanged());
    file.put("winnow_changed", changes.versionChanged());
    put(file.putObject("rows"), difference.rows());
    ObjectNode domains = file.putObject("rows_by_domain");
    difference.byDomain().forEach((name, rows) -> put(domains.putObject(name), rows));
    difference.scoresAdded().forEach(file.putArray("scores_added")::add);
    difference.scoresRemoved().forEach(file.putArray("scores_removed")::add);
    ArrayNode drifts = file.putArray("drift");
    for (ScoreDrift drift : difference.drifts()) {
      ObjectNode entry = drifts.addObject();
      entry.put("domain", drift.domain()).put("score", drift.column());
      entry.put("rows_before", drift.olderRows()).put("rows_now", drift.newerRows());
      putNumber(entry, "mean_before", drift.olderMean());
      putNumber(entry, "mean_now", drift.newerMean());
      entry.put("distance", drift.distance());
    }
    return file;
  }

  /** Adds what a run cost. */
  static void addCost(ObjectNode file, RunReport report) {
    file.putObject("cost")
        .put("rows_read", report.rowsRead())
        .put("rows_scored", report.rowsScored())
        .put("rows_from_store", report.rowsFromStore())
        .put("signatures_computed", report.signaturesComputed())
        .put("signatures_from_store", report.signaturesFromStore())
        .put("store_entries_damaged", report.damagedEntries())
        .put("seconds", report.wallSeconds());
  }

  static void write(ObjectNode content, Path file) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(content));
  }

  private static void put(ObjectNode node, RowChanges rows) {
    node.put("added", rows.added())
        .put("removed", rows.removed())
        .put("changed", rows.changed())
        .put("kept", rows.kept());
  }

  /** JSON has no NaN. */
  private static void putNumber(ObjectNode node, String key, double value) {
    if (Double.isNaN(value)) {
      node.putNull(key);
    } else {
      node.put(key, value);
    }
  }
}
