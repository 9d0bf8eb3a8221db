package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.schemas.Seeds;

/**
 * Which scores of a whole corpus find wrong answers: of 300 rows of GSM8K, 30 % get the answer of
 * another row. Prints the area under the ROC curve; the table is in the README of scorers.
 */
class PlantedAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GSM8K = Path.of("examples/quickstart/data/gsm8k.jsonl");
  private static final int ROWS = 300;
  private static final int EXCHANGED = 90;
  private static final int TARGETS = 60;

  /** Two and a half standard errors of an area from 90 and 210 rows. */
  private static final double SAMPLING_ERROR = .09;

  @Test
  void whatCorpusScoresFind(@TempDir Path folder) throws Exception {
    List<String> lines = Files.readAllLines(GSM8K);
    Files.createDirectories(folder.resolve("data"));
    Files.write(folder.resolve("data/planted.jsonl"), planted(lines.subList(0, ROWS)));
    Files.write(folder.resolve("target.jsonl"), lines.subList(ROWS, ROWS + TARGETS));

    new CurationRun(
            Fixtures.plan(
                folder,
                "name: planted",
                "input: [{path: data}]",
                "model: {checkpoint: builtin:reference, max_tokens: 1024, device: cpu}",
                "steps:",
                "  - score: {scorers: [loss, {gradient_sketch: {width: 256}}]}",
                "  - influence: {target: target.jsonl, keep_features: true}",
                "  - leverage: {}",
                "  - loss_weight: {}",
                "output: {format: jsonl}"),
            Fixtures.launcher(),
            Fixtures.NOON)
        .run();

    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out/data/train-00000-of-00001.jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    assertEquals(ROWS, rows.size());
    double loss = area(rows, "loss.mean");
    double weight = area(rows, "weight");
    double influence = area(rows, "influence.cosine");
    double leverage = area(rows, "leverage.score");
    System.getLogger("planted")
        .log(
            System.Logger.Level.INFO,
            String.format(
                Locale.ROOT,
                "area under the ROC curve: loss.mean %.3f, weight %.3f, influence.cosine %.3f,"
                    + " leverage.score %.3f",
                loss,
                weight,
                influence,
                leverage));
    // What the scorers' own test finds of the loss on another draw.
    assertEquals(.769, loss, 1.5 * SAMPLING_ERROR);
    // LinUpper rises with the loss up to mid-range and is flat above: it orders rows as the loss
    // does, but for ties.
    assertEquals(loss, weight, SAMPLING_ERROR);
    // A wrong answer's gradient points less to where right answers lead.
    assertTrue(influence < .5, () -> "influence.cosine " + influence);
  }

  /** Rows whose domain says whether they were drawn; those have the next drawn row's answer. */
  private static List<String> planted(List<String> lines) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(((ObjectNode) JSON.readTree(line)).put("domain", "right"));
    }
    List<ObjectNode> drawn =
        rows.stream()
            .sorted(
                Comparator.comparing(row -> Seeds.bits(1, "exchange", row.get("id").asText(), "")))
            .limit(EXCHANGED)
            .toList();
    List<JsonNode> answers = drawn.stream().map(row -> row.at("/messages/1")).toList();
    for (int i = 0; i < drawn.size(); i++) {
      drawn.get(i).put("domain", "wrong");
      ((ArrayNode) drawn.get(i).get("messages")).set(1, answers.get((i + 1) % EXCHANGED));
    }
    return rows.stream().map(JsonNode::toString).toList();
  }

  /**
   * The share of pairs of a wrong and a right row where the wrong one is higher; ties count half.
   */
  private static double area(List<JsonNode> rows, String column) {
    double above = 0;
    for (JsonNode bad : rows) {
      for (JsonNode good : rows) {
        if (isWrong(bad) && !isWrong(good)) {
          int order = Double.compare(bad.get(column).asDouble(), good.get(column).asDouble());
          above += (order + 1) / 2.0;
        }
      }
    }
    return above / EXCHANGED / (ROWS - EXCHANGED);
  }

  private static boolean isWrong(JsonNode row) {
    return row.get("domain").asText().equals("wrong");
  }
}
