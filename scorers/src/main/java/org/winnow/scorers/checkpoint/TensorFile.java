package org.winnow.scorers.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A safetensors file of float32 tensors that is read tensor by tensor. */
public final class TensorFile {
  private static final int PIECE_BYTES = 1 << 20;

  private final Path file;
  private final Map<String, TensorEntry> tensors;

  private TensorFile(Path file, Map<String, TensorEntry> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /**
   * Reads the header.
   *
   * @throws CheckpointException if the file is no safetensors file or is cut short
   */
  public static TensorFile open(Path file) {
    List<String> problems = new ArrayList<>();
    Map<String, TensorEntry> tensors = Safetensors.header(file, problems);
    if (!problems.isEmpty()) {
      throw CheckpointException.of(file.toString(), problems);
    }
    return new TensorFile(file, tensors);
  }

  /**
   * How many values a tensor has.
   *
   * @throws CheckpointException if there is no such tensor of float32
   */
  public long size(String tensor) {
    return entry(tensor).bytes() / Float.BYTES;
  }

  /**
   * Some values of a tensor, in the order in which they are stored.
   *
   * @param first from 0
   * @throws CheckpointException if there is no such tensor of float32
   * @throws IllegalArgumentException if it has fewer values
   * @throws UncheckedIOException if it cannot be read
   */
  public float[] values(String tensor, long first, int count) {
    TensorEntry entry = entry(tensor);
    if (first < 0 || count < 0 || first + count > size(tensor)) {
      throw new IllegalArgumentException(
          "tensor " + tensor + " has " + size(tensor) + " values, not " + count + " at " + first);
    }
    float[] values = new float[count];
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int filled = 0;
      while (filled < count) {
        long at = entry.offset() + (first + filled) * Float.BYTES;
        piece.clear().limit((int) Math.min(PIECE_BYTES, (count - filled) * (long) Float.BYTES));
        while (piece.hasRemaining()) {
          if (channel.read(piece, at + piece.position()) < 0) {
            throw new EOFException("the file ends at byte " + (at + piece.position()));
          }
        }
        piece.flip();
        int read = piece.remaining() / Float.BYTES;
        piece.asFloatBuffer().get(values, filled, read);
        filled += read;
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private TensorEntry entry(String tensor) {
    TensorEntry entry = tensors.get(tensor);
    if (entry == null || entry.type() != TensorEntry.Type.F32) {
      throw new CheckpointException(file + ": expected a tensor " + tensor + " of float32");
    }
    return entry;
  }
}
