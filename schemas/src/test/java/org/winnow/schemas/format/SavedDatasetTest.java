package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;

class SavedDatasetTest {
  private final Path directory;

  SavedDatasetTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsTheShardsInTheOrderOfTheStateAndNoOtherFile() throws IOException {
    writeShard("b.arrow", 1, 2);
    writeShard("a.arrow", 3);
    writeShard("cache-1.arrow", 9);
    writeState("b.arrow", "a.arrow");

    Reading reading = Reading.of(directory);

    assertThat(reading.rejections()).isEmpty();
    assertThat(reading.rows()).containsExactly(1L, 2L, 3L);
    assertThat(reading.talks())
        .containsExactly(
            "user: q1 | assistant: a", "user: q2 | assistant: a", "user: q3 | assistant: a");
    assertThat(InputFiles.list(directory)).containsExactly(directory);
  }

  @Test
  void goesOnBehindADamagedShard() throws IOException {
    Path first = writeShard("a.arrow", 1, 2);
    byte[] bytes = Files.readAllBytes(first);
    Files.write(first, Arrays.copyOf(bytes, bytes.length / 2));
    writeShard("b.arrow", 3);
    writeState("a.arrow", "b.arrow");

    Reading reading = Reading.of(directory);

    assertThat(reading.rows()).containsExactly(2L);
    assertThat(reading.reasons()).containsExactly("1 truncated_file");
    assertThat(reading.rejections().get(0).evidence()).startsWith("shard a.arrow: ");
  }

  @Test
  void neverLeavesTheDirectory() throws IOException {
    for (String name :
        List.of(
            "../x.arrow", "..", ".", "/etc/passwd", "sub/../../x.arrow", "a//b", "a\\\\b", "")) {
      writeState(name);

      Reading reading = Reading.of(directory);

      assertThat(reading.samples()).isEmpty();
      assertThat(reading.reasons()).as(name).containsExactly("0 unreadable_file");
    }
  }

  @Test
  void readsShardsInAFolderBelow() throws IOException {
    Files.createDirectory(directory.resolve("data"));
    writeShard("data/a.arrow", 1, 2);
    writeState("data/a.arrow");

    assertThat(Reading.of(directory).rows()).containsExactly(1L, 2L);
  }

  @Test
  void anUnreadableStateIsADamagedFile() {
    Reading.write(directory, "state.json", "{\"_data_files\":3}");
    assertThat(Reading.of(directory).reasons()).containsExactly("0 unreadable_file");

    Reading.write(directory, "state.json", "{\"_data_files\":");
    assertThat(Reading.of(directory).reasons()).containsExactly("0 unreadable_file");
  }

  @Test
  void aMissingShardIsAFailureOfTheRun() {
    writeState("gone.arrow");

    assertThatThrownBy(() -> Reading.of(directory)).hasCauseInstanceOf(NoSuchFileException.class);
  }

  private void writeState(String... shards) {
    String files =
        String.join(",", Arrays.stream(shards).map(s -> "{\"filename\":\"" + s + "\"}").toList());
    Reading.write(directory, "state.json", "{\"_data_files\":[" + files + "]}");
  }

  private Path writeShard(String name, int... questions) throws IOException {
    Path file = directory.resolve(name);
    try (ShardWriter writer = OutputFormat.ARROW.open(file, RowLayout.of(List.of()))) {
      for (int question : questions) {
        writer.write(
            Sample.of(
                "d",
                List.of(new Message(Role.USER, "q" + question), new Message(Role.ASSISTANT, "a")),
                Origin.ofRow("f", question),
                "{}"));
      }
    }
    return file;
  }
}
