package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.schemas.Seeds;

/** A dataset depends on its rows, not on how these lie in files. */
class SplitOfInputsTest {
  private static final int ROWS = 240;
  private static final int WORDS = 24;

  @Test
  void shuffledAndResplitFilesGiveTheSameBytes(@TempDir Path folder) throws Exception {
    List<String> rows = rows();
    Map<String, String> expected = run(folder, "whole", List.of(rows));

    assertTrue(expected.containsKey("phase1-00002-of-00003.jsonl"), expected.toString());
    assertTrue(expected.containsKey("phase2-00002-of-00003.jsonl"), expected.toString());
    assertTrue(expected.getOrDefault("left by dedup_exact", "").contains("duplicate="));
    assertTrue(expected.getOrDefault("left by near_dup", "").contains("near_duplicate="));
    for (int seed = 1; seed <= 3; seed++) {
      assertEquals(expected, run(folder, "split" + seed, split(rows, seed)), "seed " + seed);
    }
  }

  /** Rows of four domains of unlike sizes; some repeat others, as they are or nearly. */
  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String domain = i % 2 == 0 ? "large" : i % 4 == 1 ? "medium" : i % 8 == 3 ? "small" : "tiny";
      boolean repeats = i % 10 == 9;
      boolean almost = i % 20 == 19;
      String text = text(repeats ? i - 8 : i);
      rows.add(
          "{\"domain\":\""
              + domain
              + "\",\"note\":"
              + i
              + ",\"messages\":[{\"role\":\"user\",\"content\":\""
              + text
              + "\"},{\"role\":\"assistant\",\"content\":\""
              + (repeats ? text : text.toUpperCase(Locale.ROOT))
              + (almost ? " again" : "")
              + ".\"}]}");
    }
    return rows;
  }

  private static String text(int row) {
    return String.join(
        " ",
        IntStream.range(0, WORDS)
            .mapToObj(word -> Long.toString(Seeds.bits(row, "text", "word " + word, ""), 36))
            .map(word -> word.replace('-', 'x'))
            .toList());
  }

  /** The rows in another order, in files of other sizes and names. */
  private static List<List<String>> split(List<String> rows, int seed) {
    List<String> shuffled = new ArrayList<>(rows);
    shuffled.sort(Comparator.comparing(row -> Seeds.bits(seed, "shuffle", row, "")));
    List<List<String>> files = new ArrayList<>();
    int from = 0;
    for (int file = 0; from < shuffled.size(); file++) {
      int size = 1 + (int) Long.remainderUnsigned(Seeds.bits(seed, "size", "" + file, ""), 90);
      int to = Math.min(shuffled.size(), from + size);
      files.add(shuffled.subList(from, to));
      from = to;
    }
    return files;
  }

  private static Map<String, String> run(Path folder, String name, List<List<String>> files)
      throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    write(own.resolve("data"), files);
    RunReport report =
        new CurationRun(
                Fixtures.plan(
                    own,
                    "name: resplit",
                    "input: [{path: data}]",
                    "steps:",
                    "  - dedup_exact: {match: normalized}",
                    "  - near_dup: {preset: words_14x8}",
                    "  - select: {lowest: near_dup.cluster_size, keep: 80%, within: domain}",
                    "  - mix: {strategy: cooldown, rows: {rows: 170}}",
                    "output: {format: jsonl, shard_rows: 40, omit: [source_file, source_row]}"),
                Fixtures.launcher(),
                Fixtures.NOON)
            .run();
    assertEquals(170, report.rowsWritten());
    Map<String, String> data = new TreeMap<>(Fixtures.tree(own.resolve("out/data")));
    data.put("read", report.rowsRead() + " rows");
    report.stages().forEach(stage -> data.put("left by " + stage.label(), "" + stage.reasons()));
    return data;
  }

  private static void write(Path data, List<List<String>> files) throws IOException {
    Files.createDirectories(data);
    for (int file = 0; file < files.size(); file++) {
      Files.write(data.resolve((char) ('z' - file % 26) + "-" + file + ".jsonl"), files.get(file));
    }
  }
}
