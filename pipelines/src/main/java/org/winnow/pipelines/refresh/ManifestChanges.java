package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.DataException;

/**
 * What differs between what two datasets were made of.
 *
 * @param inputsAdded names of input files of the newer only
 * @param inputsRemoved names of input files of the older only
 * @param inputsChanged names of input files of both with other content
 * @param targetsChanged names of files that steps compare with, benchmarks for instance, which only
 *     one of both has or which have other content
 * @param rescoring for each step that scores: why all of its rows have to be scored anew; nothing
 *     for a step that scores as before
 * @param recipeChanged whether the recipe differs
 * @param versionChanged whether another version of Winnow made the older one
 */
public record ManifestChanges(
    List<String> inputsAdded,
    List<String> inputsRemoved,
    List<String> inputsChanged,
    List<String> targetsChanged,
    List<String> rescoring,
    boolean recipeChanged,
    boolean versionChanged) {
  public ManifestChanges {
    inputsAdded = List.copyOf(inputsAdded);
    inputsRemoved = List.copyOf(inputsRemoved);
    inputsChanged = List.copyOf(inputsChanged);
    targetsChanged = List.copyOf(targetsChanged);
    rescoring = List.copyOf(rescoring);
  }

  /**
   * Compares two manifests, or what {@link org.winnow.pipelines.run.Provenance} says of a dataset
   * that is not made yet.
   */
  public static ManifestChanges between(JsonNode older, JsonNode newer) {
    Map<String, String> before = inputs(older);
    Map<String, String> now = inputs(newer);
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    now.forEach(
        (name, content) -> {
          if (!before.containsKey(name)) {
            added.add(name);
          } else if (!content.equals(before.get(name))) {
            changed.add(name);
          }
        });
    return new ManifestChanges(
        added,
        before.keySet().stream().filter(name -> !now.containsKey(name)).toList(),
        changed,
        targetsChanged(older, newer),
        rescoring(older.path("scoring"), newer.path("scoring")),
        differs(older, newer, "recipe_sha256"),
        differs(older, newer, "winnow_version"));
  }

  /** Compares what two published datasets were made of. */
  public static ManifestChanges ofDatasets(Path older, Path newer)
      throws IOException, DataException {
    return between(DatasetVersion.manifest(older), DatasetVersion.manifest(newer));
  }

  private static Map<String, String> inputs(JsonNode manifest) {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (JsonNode input : manifest.path("inputs")) {
      String content = input.path("sha256").asText() + " " + input.path("all_rows");
      inputs.put(input.path("name").asText(), content);
    }
    return inputs;
  }

  /** A file may be the target of several steps, and steps may have files of one name. */
  private static List<String> targetsChanged(JsonNode older, JsonNode newer) {
    Map<String, List<String>> before = targets(older);
    Map<String, List<String>> now = targets(newer);
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream().filter(name -> !Objects.equals(before.get(name), now.get(name))).toList();
  }

  private static Map<String, List<String>> targets(JsonNode manifest) {
    Map<String, List<String>> targets = new HashMap<>();
    for (JsonNode target : manifest.path("targets")) {
      targets
          .computeIfAbsent(target.path("name").asText(), name -> new ArrayList<>())
          .add(target.path("step").asText() + " " + target.path("sha256").asText());
    }
    return targets;
  }

  private static boolean differs(JsonNode older, JsonNode newer, String key) {
    return !older.path(key).equals(newer.path(key));
  }

  /** A step may score with several configurations; those of one position are compared. */
  private static List<String> rescoring(JsonNode older, JsonNode newer) {
    List<String> reasons = new ArrayList<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (JsonNode scoring : newer) {
      String step = scoring.path("step").asText();
      int position = seen.merge(step, 1, Integer::sum);
      JsonNode before = find(older, step, position);
      String reason = "";
      if (before == null) {
        reason = "is new";
      } else if (differs(before, scoring, "model_sha256")) {
        reason = "the model changed";
      } else if (differs(before, scoring, "tokenizer_sha256")) {
        reason = "the tokenizer changed";
      } else if (differs(before, scoring, "fingerprint")) {
        reason = "the scorers or their settings changed";
      }
      if (!reason.isEmpty()) {
        reasons.add(step + ": " + reason);
      }
    }
    return reasons;
  }

  private static @Nullable JsonNode find(JsonNode scorings, String step, int position) {
    int seen = 0;
    for (JsonNode scoring : scorings) {
      if (scoring.path("step").asText().equals(step) && ++seen == position) {
        return scoring;
      }
    }
    return null;
  }
}
