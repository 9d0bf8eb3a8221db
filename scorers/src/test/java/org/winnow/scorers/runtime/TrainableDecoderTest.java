package org.winnow.scorers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.TensorEntry;
import org.winnow.scorers.checkpoint.TensorFile;

class TrainableDecoderTest {
  private final Path folder;

  TrainableDecoderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Fused matrices (phi3) and gains that are stored less 1 (gemma2) among them. */
  @ParameterizedTest
  @ValueSource(strings = {"gemma2", "llama", "mistral", "phi3", "qwen2", "qwen3", "smollm3"})
  void untrainedWeightsAreWrittenAsTheyWere(String family) throws IOException {
    Checkpoint checkpoint = Checkpoint.inspect(Fixtures.family(family, folder).toString());
    Path file = folder.resolve("written.safetensors");
    try (TrainableDecoder decoder =
        TrainableDecoder.load(
            TorchRuntime.newManager(DeviceChoice.CPU), checkpoint, 64, Optional.empty())) {
      decoder.writeWeights(file);
    }

    TensorFile written = TensorFile.open(file);
    assertThat(checkpoint.decoder().tensors()).isNotEmpty();
    for (String tensor : checkpoint.decoder().tensors().keySet()) {
      float[] original = stored(checkpoint.tensor(tensor));
      assertThat(written.size(tensor)).as(tensor).isEqualTo(original.length);
      // The 1 that is added on loading and taken off again costs the last bits of float32.
      assertThat(written.values(tensor, 0, original.length))
          .as(tensor)
          .containsExactly(original, within(1.2e-7f));
    }
  }

  /** The values of a bfloat16 tensor, read without the loader. */
  private static float[] stored(TensorEntry entry) {
    assertThat(entry.type()).isEqualTo(TensorEntry.Type.BF16);
    ByteBuffer bytes = ByteBuffer.allocate((int) entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(entry.file())) {
      channel.read(bytes, entry.offset());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(bytes.hasRemaining()).isFalse();
    float[] values = new float[bytes.capacity() / Short.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << Short.SIZE);
    }
    return values;
  }
}
