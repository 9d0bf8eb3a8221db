package org.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.transforms.read.InputFile;

/** Files of one name in several folders, the usual layout of downloaded datasets. */
class SameFileNameTest {
  @Test
  void everyFileOfARunHasANameOfItsOwn(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("one/train.jsonl"), 1);
    Fixtures.corpus(folder.resolve("two/train.jsonl"), 1);

    for (String input :
        List.of(
            "[{path: one}, {path: two}]",
            "[{path: one/train.jsonl}, {path: two/train.jsonl}]",
            "[{path: '*/train.jsonl'}]")) {
      List<InputFile> files =
          Fixtures.plan(folder, "name: a", "input: " + input, "steps: []").files();

      assertEquals(2, new HashSet<>(files.stream().map(InputFile::name).toList()).size(), input);
    }
  }

  @Test
  void aFileAndItsCopyInAnotherFolderAreDeduplicated(@TempDir Path folder) throws Exception {
    Path one = Fixtures.corpus(folder.resolve("one/train.jsonl"), 5);
    Files.createDirectories(folder.resolve("two"));
    Files.copy(one, folder.resolve("two/train.jsonl"));

    assertEquals(5, rowsWritten(folder, "dedup_exact: {}"));
  }

  @Test
  void amountsAreExactForAFileAndItsCopy(@TempDir Path folder) throws Exception {
    Path one = Fixtures.corpus(folder.resolve("one/train.jsonl"), 5);
    Files.createDirectories(folder.resolve("two"));
    Files.copy(one, folder.resolve("two/train.jsonl"));

    assertEquals(3, rowsWritten(folder, "mix: {rows: {rows: 3}}"));
  }

  private static long rowsWritten(Path folder, String step) throws Exception {
    CurationPlan plan =
        Fixtures.plan(
            folder,
            "name: a",
            "input: [{path: one, domain: d}, {path: two, domain: d}]",
            "steps: [{" + step + "}]");
    return new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run().rowsWritten();
  }
}
