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
  private static final int PIECE_BYTES = 4 << 20;

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
   * The values of a tensor.
   *
   * @throws CheckpointException if there is no such tensor of float32
   * @throws UncheckedIOException if it cannot be read
   */
  public float[] values(String tensor) {
    TensorEntry entry = tensors.get(tensor);
    if (entry == null || entry.type() != TensorEntry.Type.F32) {
      throw new CheckpointException(file + ": expected a tensor " + tensor + " of float32");
    }
    float[] values = new float[Math.toIntExact(entry.bytes() / Float.BYTES)];
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int filled = 0;
      while (filled < values.length) {
        long at = entry.offset() + (long) filled * Float.BYTES;
        piece
            .clear()
            .limit((int) Math.min(PIECE_BYTES, (values.length - filled) * (long) Float.BYTES));
        while (piece.hasRemaining()) {
          if (channel.read(piece, at + piece.position()) < 0) {
            throw new EOFException("the file ends at byte " + (at + piece.position()));
          }
        }
        piece.flip();
        int count = piece.remaining() / Float.BYTES;
        piece.asFloatBuffer().get(values, filled, count);
        filled += count;
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
