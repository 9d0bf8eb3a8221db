package org.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.recipe.RecipeException;

/** An input that cannot be meant as it is written is a problem, not a smaller corpus. */
class OverlookedInputTest {
  @Test
  void aPatternOrFolderWithoutAnyFileIsReportedBesideOneWithFiles(@TempDir Path folder)
      throws Exception {
    Fixtures.corpus(folder.resolve("data/x.jsonl"), 1);
    Files.createDirectories(folder.resolve("empty"));

    DataException refused =
        assertThrows(
            DataException.class,
            () ->
                Fixtures.plan(
                    folder,
                    "name: a",
                    "input: [{path: data/x.jsonl}, {path: 'data/y*.jsonl'}, {path: empty}]",
                    "steps: []"));

    String message = String.valueOf(refused.getMessage());
    assertTrue(
        message.contains("in input[1].path (data/y*.jsonl), input[2].path (empty);"), message);
  }

  @Test
  void aFileWrittenInTwoWaysIsStillListedTwice(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/x.jsonl"), 1);

    List<String> problems =
        problems(folder, "[{path: data/x.jsonl}, {path: ./data/../data/x.jsonl}]");

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).endsWith("is listed twice"), problems.get(0));
  }

  @Test
  void aLinkThatLeadsNowhereIsMissed(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/x.jsonl"), 1);
    Files.createSymbolicLink(folder.resolve("data/y.jsonl"), folder.resolve("unmounted/y.jsonl"));

    List<String> problems = problems(folder, "[{path: data}]");

    assertEquals(
        List.of(
            "input[0].path: "
                + folder.resolve("data/y.jsonl")
                + " leads to a file that is not there"),
        problems);
  }

  @Test
  void aLinkOfABenchmarkThatLeadsNowhereIsMissed(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 1);
    Fixtures.corpus(folder.resolve("exam/y.jsonl"), 1);
    Files.createSymbolicLink(folder.resolve("exam/z.jsonl"), folder.resolve("unmounted.jsonl"));

    List<String> problems =
        assertThrows(
                RecipeException.class,
                () ->
                    Fixtures.plan(
                        folder,
                        "name: a",
                        "input: [{path: x.jsonl}]",
                        "steps: [{decontaminate: {benchmarks: [{name: exam, path: exam}]}}]"))
            .problems();

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(
        problems.get(0).endsWith("exam/z.jsonl leads to a file that is not there"),
        problems.get(0));
  }

  @Test
  void aPatternThatIsNoneIsAProblem(@TempDir Path folder) throws Exception {
    List<String> problems = problems(folder, "[{path: '[.jsonl'}]");

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).startsWith("input[0].path: "), problems.get(0));
  }

  private static List<String> problems(Path folder, String input) {
    return assertThrows(
            RecipeException.class,
            () -> Fixtures.plan(folder, "name: a", "input: " + input, "steps: []"))
        .problems();
  }
}
