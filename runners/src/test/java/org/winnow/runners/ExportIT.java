package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** Converting what a run has published. */
class ExportIT {
  @TempDir private Path folder = Path.of("");

  private Path published() throws IOException {
    Files.writeString(
        folder.resolve("rows.jsonl"),
        "{\"prompt\": \"a\", \"completion\": \"b\"}\n"
            + "{\"prompt\": \"c\", \"completion\": \"d\"}\n");
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"), "name: small\ninput: [{path: rows.jsonl}]\nsteps: []\n");
    Path out = folder.resolve("out");
    assertThat(Cli.winnow("run", recipe, "--output", out).exitCode()).isZero();
    return out;
  }

  @Test
  void convertsFormatAndShape() throws IOException {
    Path to = folder.resolve("to");

    Outcome outcome =
        Cli.winnow("export", published(), "--format", "mds", "--shape", "sharegpt", "--output", to);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("2 rows in 1 files, 0 rows do not fit");
    assertThat(Cli.digests(to).keySet())
        .contains(
            "data/index.json",
            "data/train-00000-of-00001.mds",
            "_winnow/integrations/streaming.yaml");
  }

  @Test
  void aFolderThatIsNoDatasetIsAMatterOfData() {
    Outcome outcome = Cli.winnow("export", folder.resolve("in"), "--output", folder.resolve("to"));

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).contains("is not a published dataset");
  }

  @Test
  void anUnknownFormatIsAMatterOfTheCommandLine() throws IOException {
    Outcome outcome =
        Cli.winnow("export", published(), "--format", "csv", "--output", folder.resolve("to"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("--format: expected one of parquet, jsonl, jsonl.zst, arrow, mds, found csv");
  }
}
