package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.schemas.format.HuggingFaceFiles;
import org.winnow.schemas.format.MdsIndex;
import org.winnow.schemas.format.OptionalColumn;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.RowLayout;
import org.winnow.transforms.write.ShardFile;

/**
 * The data files of a dataset and how to read them.
 *
 * @param format of the files
 * @param layout their columns
 * @param files in the order of training, which is that of their names
 */
record DataFiles(OutputFormat format, RowLayout layout, List<ShardFile> files) {
  DataFiles {
    files = List.copyOf(files);
  }

  /** The split that a file belongs to: what its name says before the number. */
  static String splitOf(ShardFile file) {
    return file.name().replaceFirst("-\\d+-of-\\d+\\..*$", "");
  }

  /** Rows of each split, in the order of training. */
  Map<String, Long> splits() {
    Map<String, Long> splits = new LinkedHashMap<>();
    files.forEach(file -> splits.merge(splitOf(file), file.rows(), Long::sum));
    return splits;
  }

  /**
   * Whether the dataset is a folder of saved datasets, one for each split: {@code load_from_disk}
   * takes all Arrow files of one folder for one split.
   */
  boolean isSavedSplits() {
    return format == OutputFormat.ARROW && splits().size() > 1;
  }

  /** The folder of the files of each split, below the dataset's own, in the order of training. */
  Map<String, String> folders() {
    Map<String, String> folders = new LinkedHashMap<>();
    for (String split : splits().keySet()) {
      folders.put(split, isSavedSplits() ? split : CurationPipeline.DATA);
    }
    return folders;
  }

  /** Where each of the files lies, from the dataset's folder. */
  List<String> paths() {
    Map<String, String> folders = folders();
    return files.stream().map(file -> folders.get(splitOf(file)) + "/" + file.name()).toList();
  }

  /** Rows of all files. */
  long rows() {
    return files.stream().mapToLong(ShardFile::rows).sum();
  }

  /**
   * Writes what a reader of this format looks for, and puts the files where it looks for them.
   *
   * @param root the folder that is loaded
   * @param prefix the path of the data files' folder from there, with a slash, or nothing
   */
  void arrange(Path root, String prefix) throws IOException {
    if (isSavedSplits()) {
      arrangeSplits(root, root.resolve(prefix));
    } else if (format == OutputFormat.ARROW) {
      List<String> shards = files.stream().map(file -> prefix + file.name()).toList();
      String split = splits().keySet().stream().findFirst().orElse("train");
      HuggingFaceFiles.write(root, split, shards, layout);
    }
    if (format == OutputFormat.MDS) {
      List<MdsIndex.Entry> entries =
          files.stream()
              .map(f -> new MdsIndex.Entry(f.name(), f.rows(), f.bytes(), f.sha256()))
              .toList();
      MdsIndex.write(root.resolve(prefix), entries, layout);
    }
  }

  private void arrangeSplits(Path root, Path written) throws IOException {
    for (String split : splits().keySet()) {
      Path folder = Files.createDirectories(root.resolve(split));
      List<String> shards = new ArrayList<>();
      for (ShardFile file : files) {
        if (splitOf(file).equals(split)) {
          Files.move(written.resolve(file.name()), folder.resolve(file.name()));
          shards.add(file.name());
        }
      }
      HuggingFaceFiles.write(folder, split, shards, layout);
    }
    HuggingFaceFiles.writeSplits(root, splits().keySet());
    Files.deleteIfExists(written); // on an object store it went with its last file
  }

  /** Adds to a manifest what an export needs to know. */
  void describe(ObjectNode manifest) {
    manifest.put("format", format.label()).put("shape", layout.shape().label());
    ArrayNode omitted = manifest.putArray("omitted");
    layout.omitted().forEach(column -> omitted.add(column.label()));
    ArrayNode scores = manifest.putArray("score_columns");
    layout.scoreColumns().forEach(scores::add);
    list(manifest.putArray("data"), files);
  }

  /** Lists files with their digests. */
  static void list(ArrayNode list, List<ShardFile> files) {
    for (ShardFile file : files) {
      list.addObject()
          .put("file", file.name())
          .put("rows", file.rows())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256());
    }
  }

  /** What a card says of the columns that hold the conversation. */
  String conversation() {
    return switch (layout.shape()) {
      case MESSAGES -> "`messages`, a list of role and content";
      case SHAREGPT ->
          "`conversations`, a list of from (system, human, gpt, observation) and value";
      case ALPACA ->
          "`instruction`, `input` (empty), `output`, `system` and `history` (pairs of earlier"
              + " questions and answers; LLaMA-Factory trains on these answers too)";
      case PROMPT_COMPLETION ->
          "`prompt` and `completion`, lists of role and content; the completion is the last turn";
      case PREFERENCE -> "`prompt`, `chosen` and `rejected`, lists of role and content";
    };
  }

  /** What a card says of the columns that can be left out. */
  String optionalColumns() {
    StringBuilder text = new StringBuilder();
    for (OptionalColumn column : OptionalColumn.values()) {
      if (!layout.omitted().contains(column)) {
        text.append(text.isEmpty() ? "" : ", ").append('`').append(column.label()).append('`');
      }
    }
    if (!layout.omitted().contains(OptionalColumn.META)) {
      text.append(" (all other fields of the source)");
    }
    return text.isEmpty() ? "nothing else" : text.toString();
  }
}
