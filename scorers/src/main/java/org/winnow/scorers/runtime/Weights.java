package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
   * Largest piece of a file that is mapped at once; a buffer cannot exceed 2 GiB, widened ones
   * included.
   */
  static final long MAX_MAPPED_BYTES = 1L << 29;

  /**
   * Maps the files and converts tensor by tensor, so that memory never holds a weight twice for
   * longer than its own conversion.
   *
   * @throws CheckpointException if a value is not finite; names the tensor
   */
  static Weights load(
      PtNDManager manager, Kernels kernels, Checkpoint checkpoint, long maxMappedBytes) {
    DecoderSpec decoder = checkpoint.decoder();
    Loader loader = new Loader(manager, kernels, checkpoint, maxMappedBytes);
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

  private record Loader(
      PtNDManager manager, Kernels kernels, Checkpoint checkpoint, long maxMappedBytes) {
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
      NDArray values = read(entry, rows);
      if (!kernels.test("all_finite", Kernels.of(values))) {
        throw new CheckpointException(
            "checkpoint "
                + checkpoint.name()
                + ", "
                + entry.file().getFileName()
                + ": tensor "
                + rows.tensor()
                + " holds a value that is not finite");
      }
      if (rows.offset() != 0) {
        // No graph is recorded here, so arithmetic with a Java number is safe.
        values.addi(rows.offset());
      }
      return values;
    }

    private NDArray read(TensorEntry entry, TensorRows rows) {
      long rowBytes = entry.bytes() / entry.shape().get(0);
      long rowsAtOnce = Math.max(1, maxMappedBytes / rowBytes);
      long end = rows.firstRow() + rows.shape().get(0);
      try (FileChannel channel = FileChannel.open(entry.file(), StandardOpenOption.READ);
          PtNDManager scratch = (PtNDManager) manager.newSubManager()) {
        NDList parts = new NDList();
        for (long row = rows.firstRow(); row < end; row += rowsAtOnce) {
          long count = Math.min(rowsAtOnce, end - row);
          parts.add(part(scratch, channel, entry, row * rowBytes, count * rowBytes, count));
        }
        NDArray whole = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts);
        whole.attach(manager);
        return whole;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + entry.file(), e);
      }
    }

    private static NDArray part(
        PtNDManager scratch,
        FileChannel channel,
        TensorEntry entry,
        long offset,
        long bytes,
        long rows)
        throws IOException {
      ByteBuffer mapped =
          channel
              .map(FileChannel.MapMode.READ_ONLY, entry.offset() + offset, bytes)
              .order(ByteOrder.LITTLE_ENDIAN);
      long[] sizes = entry.shape().stream().mapToLong(Long::longValue).toArray();
      sizes[0] = rows;
      Shape shape = new Shape(sizes);
      // A copy of float32 too: a created array points into the buffer it was created from.
      return switch (entry.type()) {
        case F32 -> scratch.create(mapped, shape, DataType.FLOAT32).duplicate();
        case F16 -> scratch.create(mapped, shape, DataType.FLOAT16).toType(DataType.FLOAT32, true);
        case BF16 -> scratch.create(widened(mapped), shape, DataType.FLOAT32).duplicate();
      };
    }

    /** bfloat16 is the upper half of float32; the binding aborts when asked for such an array. */
    private static ByteBuffer widened(ByteBuffer halves) {
      int count = halves.remaining() / Short.BYTES;
      ByteBuffer floats =
          ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
      for (int i = 0; i < count; i++) {
        floats.putInt(i * Float.BYTES, halves.getShort(i * Short.BYTES) << Short.SIZE);
      }
      return floats;
    }
  }
}
