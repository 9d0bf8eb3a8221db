package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.DecoderSpec;
import org.winnow.scorers.checkpoint.TensorEntry;
import org.winnow.scorers.checkpoint.TensorRows;

/**
 * The weights of one decoder in native memory: matrices in the type that the kernels multiply,
 * gains and biases in float32.
 *
 * @param embedding [vocabulary, hidden]
 * @param layers for each layer the arrays of {@link DecoderSpec#layerTensors}; what is absent is an
 *     empty array
 * @param finalNorm [hidden]
 * @param head [vocabulary, hidden]
 * @param headSquaredNorm squared Frobenius norm of the head as it is stored, in float64
 */
record Weights(
    NDArray embedding,
    List<NDList> layers,
    NDArray finalNorm,
    NDArray head,
    double headSquaredNorm) {
  /**
   * Reads the files in small pieces and converts each on its way, so that memory never holds more
   * than one matrix twice, and that only where products take another type than float32.
   *
   * @throws CheckpointException if a value is not finite; names the tensor
   */
  static Weights load(PtNDManager manager, Kernels kernels, Checkpoint checkpoint) {
    DecoderSpec decoder = checkpoint.decoder();
    Loader loader = new Loader(manager, kernels, checkpoint);
    boolean tied = decoder.tiedEmbeddings();
    NDArray storedHead = loader.load(tied ? decoder.embedding() : decoder.outputHead());
    double headSquaredNorm = kernels.number("squared_norm", Kernels.of(storedHead));
    NDArray head = loader.rounded(storedHead);
    NDArray embedding = tied ? head : loader.rounded(loader.load(decoder.embedding()));
    embedding.setName("embedding");
    NDArray none = manager.zeros(new Shape(0));
    List<NDList> layers = new ArrayList<>();
    for (int layer = 0; layer < decoder.layers(); layer++) {
      NDList arrays = new NDList();
      for (Optional<TensorRows> rows : decoder.layerTensors(layer)) {
        NDArray array = rows.map(loader::loadRounded).orElse(none);
        array.setName("weights[]");
        arrays.add(array);
      }
      layers.add(arrays);
    }
    NDArray finalNorm = loader.load(decoder.finalNorm());
    finalNorm.setName("gain");
    return new Weights(embedding, List.copyOf(layers), finalNorm, head, headSquaredNorm);
  }

  /**
   * One stored tensor in float32, for what a decoder does not have.
   *
   * @throws CheckpointException if a value is not finite
   */
  static float[] values(
      PtNDManager manager, Kernels kernels, Checkpoint checkpoint, TensorRows rows) {
    try (NDArray values = new Loader(manager, kernels, checkpoint).load(rows)) {
      return values.toFloatArray();
    }
  }

  private static final class Loader {
    private static final int PIECE_BYTES = 8 << 20;

    private final PtNDManager manager;
    private final Kernels kernels;
    private final Checkpoint checkpoint;
    private final ByteBuffer piece =
        ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer wide =
        ByteBuffer.allocateDirect(2 * PIECE_BYTES).order(ByteOrder.nativeOrder());

    Loader(PtNDManager manager, Kernels kernels, Checkpoint checkpoint) {
      this.manager = manager;
      this.kernels = kernels;
      this.checkpoint = checkpoint;
    }

    /** A matrix in the type of products, a gain or bias as float32. */
    NDArray loadRounded(TensorRows rows) {
      NDArray values = load(rows);
      return rows.shape().size() == 1 ? values : rounded(values);
    }

    /** The matrix in the type of products; takes the argument over. */
    NDArray rounded(NDArray matrix) {
      matrix.setName("x");
      try (NDArray marker = manager.zeros(new Shape(1));
          matrix) {
        // The recording way, because weights enter graphs.
        return kernels.recording("rounded", marker, new NDList(matrix)).get(0);
      }
    }

    NDArray load(TensorRows rows) {
      TensorEntry entry = checkpoint.tensor(rows.tensor());
      NDArray values = manager.zeros(new Shape(rows.shape()));
      try (FileChannel channel = FileChannel.open(entry.file(), StandardOpenOption.READ)) {
        read(channel, entry, rows, values);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + entry.file(), e);
      }
      if (rows.offset() != 0) {
        // No graph is recorded here, so arithmetic with a Java number is safe.
        values.addi(rows.offset());
      }
      return values;
    }

    private void read(FileChannel channel, TensorEntry entry, TensorRows rows, NDArray to)
        throws IOException {
      long rowBytes = entry.bytes() / entry.shape().get(0);
      long at = entry.offset() + rows.firstRow() * rowBytes;
      long end = at + rows.shape().get(0) * rowBytes;
      int valueBytes = entry.type().bytes();
      long first = 0;
      while (at < end) {
        piece.clear().limit((int) Math.min(PIECE_BYTES, end - at));
        while (piece.hasRemaining()) {
          int count = channel.read(piece, at + piece.position());
          if (count < 0) {
            throw new EOFException("the file ends at byte " + (at + piece.position()));
          }
        }
        piece.flip();
        if (!fill(to, first, entry.type())) {
          throw new CheckpointException(
              "checkpoint "
                  + checkpoint.name()
                  + ", "
                  + entry.file().getFileName()
                  + ": tensor "
                  + rows.tensor()
                  + " holds a value that is not finite");
        }
        first += piece.limit() / valueBytes;
        at += piece.limit();
      }
    }

    private boolean fill(NDArray to, long first, TensorEntry.Type type) {
      Shape shape = new Shape(piece.limit() / type.bytes());
      try (NDArray values =
          switch (type) {
            case F16 -> manager.create(piece, shape, DataType.FLOAT16);
            case F32 -> manager.create(piece, shape, DataType.FLOAT32);
            case BF16 -> manager.create(widened(), shape, DataType.FLOAT32);
          }) {
        return kernels.test("fill", Kernels.of(to), Kernels.of(values), IValue.from(first));
      }
    }

    /** bfloat16 is the upper half of float32; the binding cannot make arrays of it. */
    private ByteBuffer widened() {
      ShortBuffer halves = piece.asShortBuffer();
      int count = halves.remaining();
      wide.clear().limit(count * Float.BYTES);
      for (int i = 0; i < count; i++) {
        wide.putInt(i * Float.BYTES, halves.get(i) << Short.SIZE);
      }
      return wide;
    }
  }
}
