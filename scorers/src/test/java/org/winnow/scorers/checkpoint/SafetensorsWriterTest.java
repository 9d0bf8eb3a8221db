package org.winnow.scorers.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  private final Path file;
  private final SafetensorsWriter writer =
      new SafetensorsWriter(Map.of("b", List.of(4L, 2L), "a", List.of(3L)));

  SafetensorsWriterTest(@TempDir Path folder) {
    this.file = folder.resolve("some.safetensors");
  }

  @Test
  void whatIsWrittenIsRead() {
    putFirst();
    put("b", 1, 3, 0, 3, 4, 5, 6, 7, 8);
    put("a", 0, 3, 1, 1.5f, 1, .5f);
    writer.write(file);

    TensorFile read = TensorFile.open(file);
    assertThat(read.size("b")).isEqualTo(8);
    assertThat(read.values("b", 0, 8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(read.values("b", 3, 2)).containsExactly(4, 5);
    assertThat(read.values("a", 0, 3)).containsExactly(.5f, 0, -.5f); // its offset is taken off
    assertThatThrownBy(() -> read.values("b", 7, 2))
        .hasMessage("tensor b has 8 values, not 2 at 7");
    assertThatThrownBy(() -> read.size("c"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageEndingWith("some.safetensors: expected a tensor c of float32");
  }

  @Test
  void rowsOutOfPlaceAreRefused() {
    put("a", 0, 3, 0, 1, 2, 3);
    putFirst();
    put("b", 2, 2, 0, 5, 6, 7, 8);

    assertThatThrownBy(() -> writer.write(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("tensor b: rows from 2 are out of place");
  }

  @Test
  void rowsThatAreMissingAreNamed() {
    put("a", 0, 3, 0, 1, 2, 3);
    putFirst();

    assertThatThrownBy(() -> writer.write(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("tensor b: expected 8 values for shape [4, 2], found 2");
  }

  @Test
  void anUnknownTensorIsRefused() {
    assertThatThrownBy(() -> put("c", 0, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor c: expected one of [a, b]");
  }

  private void putFirst() {
    put("b", 0, 1, 0, 1, 2);
  }

  private void put(String tensor, long first, long rows, double offset, float... values) {
    List<Long> shape = tensor.equals("b") ? List.of(rows, 2L) : List.of(rows);
    writer.put(new TensorRows(tensor, first, shape, offset), () -> values);
  }
}
