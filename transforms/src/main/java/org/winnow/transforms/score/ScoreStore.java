package org.winnow.transforms.score;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.winnow.schemas.Digests;
import org.winnow.schemas.KeyedStore;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.Unscorable;
import org.winnow.transforms.DataCoder;

/**
 * Remembers scores by what they were computed from, so that no batch is scored twice.
 *
 * <p>An entry's name is a hash of the batch's content and of everything that changes the numbers:
 * model, tokenizer, scorers and their options, kind of device and its precision. Entries are
 * written under a temporary name, forced to disk and renamed, and carry a checksum: an entry is
 * whole or it is not there. A damaged entry counts as missing and is written anew. Several
 * processes may share a store.
 */
public final class ScoreStore {
  private static final int FORMAT = 1;

  private final KeyedStore entries;

  /** A store in {@code directory}, which is created when the first entry is written. */
  public ScoreStore(Path directory) {
    this(directory, () -> {});
  }

  /** The same; {@code whenDamaged} is run each time that a damaged entry is met. */
  public ScoreStore(Path directory, Runnable whenDamaged) {
    this.entries = new KeyedStore(directory, ".scores", whenDamaged);
  }

  /**
   * The name of an entry.
   *
   * @param contentHash hash of the batch's rows, in order
   * @param planFingerprint hash of the model, the tokenizer, the scorers and their options
   * @param device what the machine scores on that asks
   */
  public static String key(String contentHash, String planFingerprint, DeviceKind device) {
    String name =
        String.join(
            "\n",
            "format " + FORMAT,
            contentHash,
            planFingerprint,
            "device " + device,
            "precision " + device.precision());
    return Digests.hex(name.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether there is an entry; does not look into it. */
  public boolean contains(String key) {
    return entries.contains(key);
  }

  /** The scores under {@code key}, or empty if there are none or the entry is damaged. */
  public Optional<BatchScores> get(String key) throws IOException {
    Optional<byte[]> entry = entries.get(key);
    return entry.isPresent() ? Optional.of(decode(entry.get())) : Optional.empty();
  }

  /** Stores scores; the last of several writers wins, and all of them write the same. */
  public void put(String key, BatchScores scores) throws IOException {
    entries.put(key, encode(scores));
  }

  private static byte[] encode(BatchScores scores) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeInt(FORMAT);
    out.writeInt(scores.columns().size());
    for (int column = 0; column < scores.columns().size(); column++) {
      DataCoder.writeText(scores.columns().get(column), out);
      long[] bits =
          Arrays.stream(scores.values()[column]).mapToLong(Double::doubleToLongBits).toArray();
      DataCoder.writeLongs(bits, out);
    }
    out.writeInt(scores.unscorable().size());
    for (Map.Entry<Integer, Unscorable> entry : new TreeMap<>(scores.unscorable()).entrySet()) {
      out.writeInt(entry.getKey());
      DataCoder.writeText(entry.getValue().reason(), out);
      DataCoder.writeText(entry.getValue().evidence(), out);
    }
    return body.toByteArray();
  }

  private static BatchScores decode(byte[] entry) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("expected score store format " + FORMAT + ", found " + format);
    }
    int size = in.readInt();
    List<String> columns = new ArrayList<>(size);
    double[][] values = new double[size][];
    for (int column = 0; column < size; column++) {
      columns.add(DataCoder.readText(in));
      values[column] =
          Arrays.stream(DataCoder.readLongs(in)).mapToDouble(Double::longBitsToDouble).toArray();
    }
    Map<Integer, Unscorable> unscorable = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      unscorable.put(in.readInt(), new Unscorable(DataCoder.readText(in), DataCoder.readText(in)));
    }
    return new BatchScores(columns, values, unscorable);
  }
}
