package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  private final Path directory;

  InputFilesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void createFiles() throws IOException {
    for (String name : List.of("sub", "_tmp", ".temp-beam", "saved")) {
      Files.createDirectory(directory.resolve(name));
    }
    for (String name :
        List.of(
            "b.jsonl",
            "a.JSONL.gz",
            "a.parquet",
            "notes.txt",
            "plain.gz",
            "dataset_info.json",
            "_SUCCESS.json",
            ".hidden.jsonl",
            "sub/c.json.zst",
            "sub/c.feather",
            "_tmp/x.jsonl",
            ".temp-beam/x.jsonl",
            "saved/state.json",
            "saved/data-00000-of-00001.arrow")) {
      Files.writeString(directory.resolve(name), "12345");
    }
  }

  @Test
  void findsKnownFilesBelowADirectoryInOrder() throws IOException {
    assertThat(names(InputFiles.list(directory)))
        .containsExactly(
            "a.JSONL.gz", "a.parquet", "b.jsonl", "saved", "sub/c.feather", "sub/c.json.zst");
  }

  @Test
  void findsWhatAGlobMatches() throws IOException {
    assertThat(names(InputFiles.list(directory.resolve("*.jsonl")))).containsExactly("b.jsonl");
    assertThat(names(InputFiles.list(directory.resolve("s*/c.*"))))
        .containsExactly("sub/c.feather", "sub/c.json.zst");
    assertThat(names(InputFiles.list(directory.resolve("sav?d")))).containsExactly("saved");
    assertThat(InputFiles.list(directory.resolve("*.txt"))).isEmpty();
  }

  @Test
  void aGlobWorksInAFolderWhoseNameLooksLikeOne() throws IOException {
    Path odd = Files.createDirectory(directory.resolve("run [1]{a}"));
    Files.writeString(odd.resolve("x.jsonl"), "");

    assertThat(names(InputFiles.list(odd.resolve("*.jsonl"))))
        .containsExactly("run [1]{a}/x.jsonl");
    assertThat(names(InputFiles.list(odd))).containsExactly("run [1]{a}/x.jsonl");
  }

  @Test
  void followsLinksAndDoesNotWalkInCircles() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("_elsewhere"));
    Files.writeString(elsewhere.resolve("far.jsonl"), "");
    Path root = Files.createDirectory(directory.resolve("linked"));
    Files.createSymbolicLink(root.resolve("sub"), elsewhere);
    Files.createSymbolicLink(root.resolve("circle"), root);
    Files.createSymbolicLink(root.resolve("gone.jsonl"), directory.resolve("nowhere.jsonl"));

    assertThat(names(InputFiles.list(root)))
        .as("with the link that leads nowhere, so that the file is missed")
        .containsExactly("linked/gone.jsonl", "linked/sub/far.jsonl");
  }

  @Test
  void takesAFileWhateverItIsCalled() throws IOException {
    Path file = directory.resolve("notes.txt");

    assertThat(InputFiles.list(file)).containsExactly(file);
  }

  @Test
  void aNameThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> InputFiles.list(directory.resolve("none.jsonl")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> InputFiles.list(directory.resolve("none/*.jsonl")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void countsBytesOnDisk() throws IOException {
    assertThat(InputFiles.bytes(InputFiles.list(directory))).isEqualTo(5 * 5 + 2 * 5);
  }

  private List<String> names(List<Path> files) {
    return files.stream().map(file -> directory.relativize(file).toString()).toList();
  }
}
