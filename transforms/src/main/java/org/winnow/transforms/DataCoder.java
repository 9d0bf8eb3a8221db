package org.winnow.transforms;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.beam.sdk.coders.CustomCoder;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic coder from a pair of functions that write and read one value.
 *
 * @param <T> the type that is coded
 */
public final class DataCoder<T> extends CustomCoder<T> {
  private final String name;
  private final Writer<T> writer;
  private final Reader<T> reader;

  private DataCoder(String name, Writer<T> writer, Reader<T> reader) {
    this.name = name;
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Writes a value.
   *
   * @param <T> the type that is written
   */
  @FunctionalInterface
  public interface Writer<T> extends Serializable {
    /** Writes every field of {@code value} in a fixed order. */
    void write(T value, DataOutput out) throws IOException;
  }

  /**
   * Reads a value.
   *
   * @param <T> the type that is read
   */
  @FunctionalInterface
  public interface Reader<T> extends Serializable {
    /** Reads the fields in the order in which the {@link Writer} wrote them. */
    T read(DataInput in) throws IOException;
  }

  /**
   * A coder of these two functions, which must mirror each other.
   *
   * @param name of what is coded; coders of one name are equal, and must be the same
   */
  public static <T> DataCoder<T> of(String name, Writer<T> writer, Reader<T> reader) {
    return new DataCoder<>(name, writer, reader);
  }

  /** Writes a text of any length as UTF-8. */
  public static void writeText(String text, DataOutput out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** Reads what {@link #writeText} wrote. */
  public static String readText(DataInput in) throws IOException {
    byte[] utf8 = new byte[in.readInt()];
    in.readFully(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Writes numbers behind their count. */
  public static void writeLongs(long[] numbers, DataOutput out) throws IOException {
    out.writeInt(numbers.length);
    for (long number : numbers) {
      out.writeLong(number);
    }
  }

  /** Reads what {@link #writeLongs} wrote. */
  public static long[] readLongs(DataInput in) throws IOException {
    long[] numbers = new long[in.readInt()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readLong();
    }
    return numbers;
  }

  /** Writes small numbers behind their count. */
  public static void writeInts(int[] numbers, DataOutput out) throws IOException {
    out.writeInt(numbers.length);
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  /** Reads what {@link #writeInts} wrote. */
  public static int[] readInts(DataInput in) throws IOException {
    int[] numbers = new int[in.readInt()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readInt();
    }
    return numbers;
  }

  @Override
  public void verifyDeterministic() {
    // each value has one encoding: the functions write fields in a fixed order
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DataCoder<?> that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(DataCoder.class, name);
  }

  @Override
  public String toString() {
    return "DataCoder(" + name + ")";
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    writer.write(value, data);
    data.flush();
  }

  @Override
  public T decode(InputStream in) throws IOException {
    return reader.read(new DataInputStream(in));
  }
}
