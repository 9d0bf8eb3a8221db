package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;

class ReferenceModelTest {
  @Test
  void theModelThatTheMessagesSuggestWorksAsItIsSuggested(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 1);

    assertEquals(
        1,
        Fixtures.plan(
                folder,
                "name: a",
                "input: [{path: x.jsonl}]",
                "model: {checkpoint: builtin:reference}",
                "steps: [{score: {scorers: [loss]}}]")
            .steps()
            .size());
  }
}
