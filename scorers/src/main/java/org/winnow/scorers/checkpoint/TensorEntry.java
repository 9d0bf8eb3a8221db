package org.winnow.scorers.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where one tensor's values are.
 *
 * @param name the tensor's name
 * @param file the safetensors file
 * @param type how values are stored
 * @param shape sizes of the dimensions; empty for a scalar
 * @param offset first byte in the file
 * @param bytes number of bytes
 */
public record TensorEntry(
    String name, Path file, Type type, List<Long> shape, long offset, long bytes) {
  /** How a weight is stored; all of them are computed with as float32. */
  public enum Type {
    F32(4),
    F16(2),
    BF16(2);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes for one value. */
    public int bytes() {
      return bytes;
    }

    static Optional<Type> of(String label) {
      for (Type type : values()) {
        if (type.name().equals(label.toUpperCase(Locale.ROOT))) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  public TensorEntry {
    shape = List.copyOf(shape);
  }
}
