package org.winnow.schemas;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One sample as compact bytes, for shuffles that move rows rather than batches.
 *
 * <p>Encoding and decoding is the identity, absent scores included, and equal samples have equal
 * bytes. Strings are UTF-8 behind their length as a variable-length number. The form is not a file
 * format: it may change between versions.
 */
public final class SampleCodec {
  private static final int INITIAL_BYTES = 1024;
  private static final Role[] ROLES = Role.values();

  private SampleCodec() {}

  /** The sample as bytes. */
  public static byte[] encode(Sample sample) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
    try {
      write(sample, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The sample that {@link #encode} was given.
   *
   * @throws UncheckedIOException if the bytes end too early
   * @throws IllegalArgumentException if bytes are left over
   */
  public static Sample decode(byte[] bytes) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    try {
      Sample sample = read(new DataInputStream(in));
      if (in.available() > 0) {
        throw new IllegalArgumentException(
            "expected one sample, found " + in.available() + " more bytes behind it");
      }
      return sample;
    } catch (IOException e) {
      throw new UncheckedIOException("a sample of " + bytes.length + " bytes is cut short", e);
    }
  }

  /** Appends the sample to {@code out}. */
  public static void write(Sample sample, DataOutput out) throws IOException {
    writeString(sample.id(), out);
    writeString(sample.domain(), out);
    writeNumber(sample.messages().size(), out);
    for (Message message : sample.messages()) {
      out.writeByte(message.role().ordinal());
      writeString(message.content(), out);
    }
    writeString(sample.origin().file(), out);
    out.writeLong(sample.origin().row());
    writeString(sample.origin().parent(), out);
    writeString(sample.origin().step(), out);
    writeString(sample.meta(), out);
    Scores scores = sample.scores();
    writeNumber(scores.columns().size(), out);
    for (int i = 0; i < scores.columns().size(); i++) {
      writeString(scores.columns().get(i), out);
      out.writeDouble(scores.valueAt(i));
    }
    out.writeDouble(sample.weight());
  }

  /** Reads what {@link #write} wrote, and no byte more. */
  public static Sample read(DataInput in) throws IOException {
    String id = readString(in);
    String domain = readString(in);
    int turns = readNumber(in);
    List<Message> messages = new ArrayList<>(Math.min(turns, INITIAL_BYTES));
    for (int i = 0; i < turns; i++) {
      messages.add(new Message(ROLES[in.readUnsignedByte()], readString(in)));
    }
    Origin origin = new Origin(readString(in), in.readLong(), readString(in), readString(in));
    String meta = readString(in);
    Scores scores = readScores(in);
    return new Sample(id, domain, messages, origin, meta, scores, in.readDouble());
  }

  private static Scores readScores(DataInput in) throws IOException {
    int count = readNumber(in);
    if (count == 0) {
      return Scores.none();
    }
    List<String> columns = new ArrayList<>();
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      columns.add(readString(in));
      values[i] = in.readDouble();
    }
    return Scores.of(columns, values);
  }

  private static void writeString(String text, DataOutput out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeNumber(utf8.length, out);
    out.write(utf8);
  }

  private static String readString(DataInput in) throws IOException {
    byte[] utf8 = new byte[readNumber(in)];
    in.readFully(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  private static void writeNumber(int value, DataOutput out) throws IOException {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      out.writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int readNumber(DataInput in) throws IOException {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("a number of more than 32 bits");
  }
}
