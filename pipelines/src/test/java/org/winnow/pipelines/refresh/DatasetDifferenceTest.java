package org.winnow.pipelines.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.DataException;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.SampleId;

class DatasetDifferenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A row of a dataset; its id is that of its question. */
  private record Row(String question, String domain, double weight, double loss) {
    Row(String question, String domain) {
      this(question, domain, 1, 0.5);
    }

    String id() {
      return SampleId.of(List.of(new Message(Role.USER, question)));
    }
  }

  private static Path dataset(Path folder, List<Row> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      ObjectNode line = JSON.createObjectNode();
      line.put("id", row.id()).put("domain", row.domain()).put("weight", row.weight());
      line.put("meta", "{}").put("loss", row.loss());
      line.putArray("messages").addObject().put("role", "user").put("content", row.question());
      line.withArray("messages").addObject().put("role", "assistant").put("content", "Yes.");
      lines.add(line.toString());
    }
    Path data = Files.createDirectories(folder.resolve("data"));
    Path file = Files.write(data.resolve("train-00000-of-00001.jsonl"), lines);
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("format", "jsonl").put("shape", "messages");
    manifest.putArray("score_columns").add("loss");
    List.of("source_file", "source_row", "parent", "made_by")
        .forEach(manifest.putArray("omitted")::add);
    manifest
        .putArray("data")
        .addObject()
        .put("file", String.valueOf(file.getFileName()))
        .put("sha256", Digests.hex(file));
    Files.createDirectories(folder.resolve("_winnow"));
    Files.writeString(folder.resolve("_winnow/manifest.json"), manifest.toString());
    Files.writeString(folder.resolve("_winnow/SUCCESS"), "");
    return folder;
  }

  @Test
  void everyWayInWhichARowCanDifferCountsOnce(@TempDir Path folder) throws Exception {
    List<Row> older =
        List.of(
            new Row("same", "x"),
            new Row("gone", "x"),
            new Row("moves", "y"),
            new Row("twice", "y"),
            new Row("twice", "y"),
            new Row("weighs", "x", 1, 0.5));
    List<Row> newer =
        List.of(
            new Row("weighs", "x", 2, 0.5),
            new Row("twice", "y"),
            new Row("moves", "x"),
            new Row("new", "z", 1, 3.5),
            new Row("same", "x"));

    DatasetDifference difference =
        DatasetDifference.between(
            dataset(folder.resolve("older"), older), dataset(folder.resolve("newer"), newer));

    assertThat(difference.rows()).isEqualTo(new RowChanges(1, 1, 3, 1));
    assertThat(difference.byDomain())
        .isEqualTo(
            Map.of(
                "x", new RowChanges(1, 1, 1, 1),
                "y", new RowChanges(0, 1, 1, 0),
                "z", new RowChanges(1, 0, 0, 0)));
    ScoreDrift all = difference.drifts().get(0);
    assertThat(all.domain()).isEmpty();
    assertThat(all.olderRows()).isEqualTo(6);
    assertThat(all.newerMean()).isCloseTo((4 * 0.5 + 3.5) / 5, within(1e-12));
    assertThat(all.distance()).isCloseTo(1 / 5.0, within(1e-12)); // one of five moved beyond all
  }

  /** What a row is in a dataset, all repetitions together. */
  private static Map<String, List<String>> contents(List<Row> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                Row::id,
                Collectors.mapping(
                    row -> row.domain() + row.weight(),
                    Collectors.collectingAndThen(
                        Collectors.toList(), list -> list.stream().sorted().toList()))));
  }

  @Test
  void countsAreThoseOfComparingListsInWhateverOrder(@TempDir Path folder) throws Exception {
    Random random = new Random(5);
    for (int trial = 0; trial < 20; trial++) {
      List<Row> older = new ArrayList<>();
      List<Row> newer = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int question = random.nextInt(25);
        List<Row> side = random.nextBoolean() ? older : newer;
        side.add(new Row("q" + question, "d" + question % 3, 1 + random.nextInt(2), 0.5));
        if (random.nextBoolean()) {
          (side == older ? newer : older).add(side.get(side.size() - 1));
        }
      }
      Map<String, List<String>> before = contents(older);
      Map<String, List<String>> now = contents(newer);
      long kept =
          now.entrySet().stream()
              .filter(row -> row.getValue().equals(before.get(row.getKey())))
              .count();
      long both = now.keySet().stream().filter(before::containsKey).count();
      Collections.shuffle(newer, random);

      Path place = folder.resolve(String.valueOf(trial));
      DatasetDifference difference =
          DatasetDifference.between(
              dataset(place.resolve("older"), older), dataset(place.resolve("newer"), newer));

      assertThat(difference.rows())
          .isEqualTo(new RowChanges(now.size() - both, before.size() - both, both - kept, kept));
    }
  }

  @Test
  void aFileThatChangedAfterItWasPublishedIsRefused(@TempDir Path folder) throws Exception {
    Path older = dataset(folder.resolve("older"), List.of(new Row("a", "x")));
    Path newer = dataset(folder.resolve("newer"), List.of(new Row("a", "x")));
    Path file = newer.resolve("data/train-00000-of-00001.jsonl");
    Files.writeString(file, Files.readString(file).replace("Yes", "No"));

    assertThatThrownBy(() -> DatasetDifference.between(older, newer))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + " has changed since it was published");
  }
}
