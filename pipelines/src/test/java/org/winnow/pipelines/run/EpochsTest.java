package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.Fixtures;

class EpochsTest {
  @Test
  void repeatedRowsAreCountedAsEpochsAlsoWhenAnotherStepFollows(@TempDir Path folder)
      throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 2);
    CurationPlan plan =
        Fixtures.plan(
            folder,
            "name: a",
            "input: [{path: x.jsonl}]",
            "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}",
            "steps: [{mix: {rows: {rows: 6}}}, {score: {scorers: [loss]}}]");

    new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    JsonNode mixture =
        new ObjectMapper().readTree(folder.resolve("out/_winnow/mixture.json").toFile());
    assertEquals(3.0, mixture.at("/domains/x/epochs").asDouble());
  }
}
