package org.winnow.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Digests;
import picocli.CommandLine;

final class VersionsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int versions(Object... arguments) {
    CommandLine line = WinnowCommand.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(errors));
    String[] words = new String[arguments.length + 1];
    words[0] = "versions";
    for (int i = 0; i < arguments.length; i++) {
      words[i + 1] = String.valueOf(arguments[i]);
    }
    return line.execute(words);
  }

  /** A version with one file of one row. */
  private static void version(Path dataset, int number) throws IOException {
    Path version = dataset.resolve("versions/00000" + number);
    Files.createDirectories(version.resolve("data"));
    Files.createDirectories(version.resolve("_winnow"));
    Path file = Files.writeString(version.resolve("data/train-00000-of-00001.jsonl"), "{}\n");
    Files.writeString(version.resolve("_winnow/SUCCESS"), "");
    Files.writeString(
        version.resolve("_winnow/manifest.json"),
        "{\"created\": \"2026-11-01T02:00:00Z\", \"rows_written\": 1, \"format\": \"jsonl\","
            + " \"shape\": \"messages\", \"data\": [{\"file\": \"train-00000-of-00001.jsonl\","
            + " \"sha256\": \""
            + Digests.hex(file)
            + "\"}]}");
  }

  @Test
  void allDamagedVersionsAreNamedAtOnce(@TempDir Path dataset) throws IOException {
    for (int number = 1; number <= 4; number++) {
      version(dataset, number);
    }
    Files.createSymbolicLink(dataset.resolve("latest"), Path.of("versions/000004"));
    assertThat(versions(dataset, "--verify")).isZero();
    assertThat(out.toString())
        .containsPattern("4  2026-11-01T02:00:00Z +1  - +latest\n")
        .contains("all data files are as their manifests say");

    Path changed = dataset.resolve("versions/000002/data/train-00000-of-00001.jsonl");
    Files.writeString(changed, "[]\n");
    Path damaged = dataset.resolve("versions/000003/_winnow/manifest.json");
    Files.writeString(damaged, "{");
    out.getBuffer().setLength(0);

    assertThat(versions(dataset, "--verify")).isEqualTo(3);
    assertThat(out.toString())
        .containsPattern("1  2026-11-01T02:00:00Z +1  -")
        .contains("      2  damaged", "      3  damaged", "latest")
        .doesNotContain("all data files");
    assertThat(errors.toString())
        .contains(changed + " has changed since it was published")
        .contains(damaged + " is not the manifest of a dataset: expected JSON");
  }

  @Test
  void withoutTheLinkTheyAreListedAndSomebodyHasToChoose(@TempDir Path dataset) throws IOException {
    version(dataset, 1);
    version(dataset, 2);

    assertThat(versions(dataset)).isEqualTo(3);
    assertThat(out.toString()).contains("      1  2026-11-01", "      2  2026-11-01");
    assertThat(errors.toString())
        .contains("has the versions [1, 2], but its link latest is missing");

    Files.createDirectories(dataset.resolve("latest"));
    errors.getBuffer().setLength(0);
    assertThat(versions(dataset)).isEqualTo(3);
    assertThat(out.toString()).doesNotContain("damaged");
    assertThat(errors.toString()).containsOnlyOnce("latest: expected a symbolic link");
  }
}
