package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** Refreshes that cannot come to a good end: each says why and leaves the version before it. */
class BrokenWorldIT {
  private static final int ROWS = 400;

  @TempDir private Path folder = Path.of("");
  private Map<String, String> before = Map.of();

  @BeforeEach
  void publishAVersion() throws IOException {
    input("old", ROWS, 10);
    Files.writeString(
        folder.resolve("recipe.yaml"),
        "name: small\ninput: [{path: in}]\nsteps:\n  - dedup_exact: {}\noutput: {format: jsonl}\n"
            + "max_rejected: 0%\n");
    Outcome first = Cli.winnow(refresh());
    assertThat(first.exitCode()).as(first.err()).isZero();
    before = Cli.digests(folder.resolve("out"));
  }

  private Object[] refresh() {
    return new Object[] {
      "refresh", folder.resolve("recipe.yaml"), "--output", folder.resolve("out")
    };
  }

  /** Rows whose answers have so many words. */
  private void input(String name, int rows, int words) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.write(
        folder.resolve("in/" + name + ".jsonl"),
        IntStream.range(0, rows)
            .mapToObj(
                row ->
                    "{\"prompt\": \"Say "
                        + name
                        + row
                        + ".\", \"completion\": \""
                        + "word ".repeat(words)
                        + row
                        + "\"}")
            .toList());
  }

  private void assertVersionIntact() throws IOException {
    assertThat(Cli.digests(folder.resolve("out"))).isEqualTo(before);
    Outcome verified = Cli.winnow("versions", folder.resolve("out"), "--verify");
    assertThat(verified.exitCode()).as(verified.err()).isZero();
  }

  /** A limit on the size of files stands for a disk that takes no more. */
  @Test
  void aDiskThatTakesNoMore() throws Exception {
    input("new", 3_000, 1_000); // 15 MB in one file
    Path log = folder.resolve("log");
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 8192; exec \"$@\"", "-"));
    command.addAll(Cli.command(refresh()));

    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();

    assertThat(process.waitFor()).as(Files.readString(log)).isEqualTo(4);
    assertThat(Files.readString(log))
        .contains("File too large", "nothing was published", "winnow: ")
        .doesNotContain("\tat ");
    assertVersionIntact();
    Outcome later = Cli.winnow(refresh());
    assertThat(later.exitCode()).as(later.err()).isZero();
    assertThat(Files.readSymbolicLink(folder.resolve("out/latest"))).hasFileName("000002");
  }

  @Test
  void anInputThatIsALinkToNothing() throws IOException {
    Files.createSymbolicLink(folder.resolve("in/new.jsonl"), folder.resolve("gone.jsonl"));

    Outcome outcome = Cli.winnow(refresh());

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("input[0].path: ", "in/new.jsonl leads to a file that is not there");
    assertVersionIntact();
  }

  @Test
  void anInputThatIsNotWhatItsNameSays() throws IOException {
    Files.writeString(folder.resolve("in/new.parquet"), "no parquet at all");

    Outcome outcome = Cli.winnow(refresh());

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("1 of 401 rows are broken", "unreadable_file 1", "nothing was published");
    assertVersionIntact();
  }

  @Test
  void aRecipeThatIsBrokenByAnEdit() throws IOException {
    Files.writeString(folder.resolve("recipe.yaml"), "name: small\ninput: [{path: in}\n");

    Outcome outcome = Cli.winnow(refresh());

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains("recipe.yaml");
    assertVersionIntact();
  }
}
