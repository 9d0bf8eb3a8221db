package org.winnow.schemas;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;

/**
 * About a thousand samples as one immutable block: the element that travels between steps.
 *
 * <p>The block is one self-contained Arrow IPC stream (schema, one record batch, end of stream) on
 * the heap. Every method opens the vectors, works, and closes them; nothing off-heap escapes. Equal
 * samples in equal order give equal bytes, so batches are equal by bytes. All rows have the same
 * score columns.
 *
 * <p>Prefer the projections ({@link #ids}, {@link #scores}, ...) to {@link #samples}: they do not
 * build strings for text that nobody asks for.
 *
 * <pre>{@code
 * CorpusBatch batch = CorpusBatch.of(samples);
 * double[] quality = batch.scores("quality");
 * BitSet keep = new BitSet();
 * IntStream.range(0, batch.rows()).filter(i -> quality[i] > 0.5).forEach(keep::set);
 * CorpusBatch kept = batch.filter(keep);
 * }</pre>
 */
public final class CorpusBatch {
  /** About what a stream has beside the vectors. */
  private static final int HEAD_BYTES = 1 << 14;

  private final int rows;
  private final byte[] ipc;

  /** Read once for all steps that ask; given up when memory runs short. */
  private volatile SoftReference<RowIndex> index = new SoftReference<>(null);

  private CorpusBatch(int rows, byte[] ipc) {
    this.rows = rows;
    this.ipc = ipc;
  }

  /**
   * A batch of these samples, in this order.
   *
   * @throws IllegalArgumentException if two samples differ in their score columns
   */
  public static CorpusBatch of(List<Sample> samples) {
    List<String> columns = samples.isEmpty() ? List.of() : samples.get(0).scores().columns();
    try (BufferAllocator allocator = ArrowMemory.child("batch of samples");
        SampleVectors vectors = SampleVectors.allocate(allocator, ScoreVectors.fields(columns))) {
      for (int row = 0; row < samples.size(); row++) {
        Sample sample = samples.get(row);
        if (!sample.scores().columns().equals(columns)) {
          throw new IllegalArgumentException(
              "every sample of a batch must have the score columns "
                  + columns
                  + ", sample "
                  + sample.id()
                  + " has "
                  + sample.scores().columns());
        }
        vectors.set(row, sample);
      }
      return write(vectors.root(), samples.size());
    }
  }

  /**
   * The batch that {@link #bytes} came from.
   *
   * @param rows number of rows in the stream; checked when the batch is opened
   * @param ipc the stream; the caller gives the array away and does not change it
   */
  public static CorpusBatch ofBytes(int rows, byte[] ipc) {
    return new CorpusBatch(rows, ipc);
  }

  /** Number of samples. */
  public int rows() {
    return rows;
  }

  /** The Arrow IPC stream; the array is not copied and must not be changed. */
  public byte[] bytes() {
    return ipc;
  }

  /** Names of the score columns, in order; reads the schema only. */
  public List<String> scoreColumns() {
    try (ReadChannel channel =
        new ReadChannel(Channels.newChannel(new ByteArrayInputStream(ipc)))) {
      return ScoreVectors.columnsOf(MessageSerializer.deserializeSchema(channel).getFields());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The samples, in order. */
  public List<Sample> samples() {
    return project(
        vectors -> {
          List<String> columns = ScoreVectors.columnsOf(vectors.root().getSchema().getFields());
          return IntStream.range(0, rows).mapToObj(r -> vectors.sample(columns, r)).toList();
        });
  }

  /** The samples' ids, in order. */
  public List<String> ids() {
    return index().ids();
  }

  /** The samples' domains, in order. */
  public List<String> domains() {
    return index().domains();
  }

  /** The samples' origins, in order. */
  public List<Origin> origins() {
    return index().origins();
  }

  /** The samples' training weights, in order. */
  public double[] weights() {
    return project(vectors -> IntStream.range(0, rows).mapToDouble(vectors::weight).toArray());
  }

  /**
   * One score of every row.
   *
   * @return double[row]; NaN where the score is absent
   * @throws IllegalArgumentException if the batch has no such column
   */
  public double[] scores(String column) {
    return scores(List.of(column))[0];
  }

  /**
   * Several scores of every row, in one reading.
   *
   * @return double[column][row]; NaN where the score is absent
   * @throws IllegalArgumentException if the batch does not have one of the columns
   */
  public double[][] scores(List<String> columns) {
    return project(
        vectors ->
            columns.stream()
                .map(column -> ScoreVectors.read(vectors.root(), column, rows))
                .toArray(double[][]::new));
  }

  /**
   * How much text each row holds: the contents of its turns and its meta, in bytes of UTF-8.
   *
   * <p>Read from offsets; no text is touched.
   *
   * @return long[row]
   */
  public long[] textBytes() {
    return project(vectors -> IntStream.range(0, rows).mapToLong(vectors::textBytes).toArray());
  }

  /** The meta of every row, in order. */
  public List<String> metas() {
    return project(vectors -> IntStream.range(0, rows).mapToObj(vectors::meta).toList());
  }

  /**
   * A digest of the meta of every row: the first 64 bits of its SHA-256.
   *
   * @return long[row]
   */
  public long[] metaDigests() {
    return project(vectors -> IntStream.range(0, rows).mapToLong(vectors::metaDigest).toArray());
  }

  /**
   * The rows whose bit is set, in order; copies vectors, builds no samples.
   *
   * @throws IllegalArgumentException if a bit beyond the last row is set
   */
  public CorpusBatch filter(BitSet keep) {
    if (keep.length() > rows) {
      throw new IllegalArgumentException(
          "bit " + (keep.length() - 1) + " is set, the batch has " + rows + " rows");
    }
    if (keep.cardinality() == rows) {
      return this;
    }
    return copyRows(keep.stream().toArray());
  }

  /**
   * Each row as often as {@code copies} says, copies side by side, rows in order.
   *
   * @param copies int[rows], each from 0
   * @return empty if no row is left
   */
  public Optional<CorpusBatch> repeat(int[] copies) {
    if (copies.length != rows) {
      throw new IllegalArgumentException(
          "expected " + rows + " numbers of copies, one for each row, got " + copies.length);
    }
    int[] positions =
        IntStream.range(0, rows)
            .flatMap(row -> IntStream.range(0, copies[row]).map(copy -> row))
            .toArray();
    return positions.length == 0 ? Optional.empty() : Optional.of(copyRows(positions));
  }

  private CorpusBatch copyRows(int[] positions) {
    return project(
        source -> {
          try (BufferAllocator allocator = ArrowMemory.child("chosen rows");
              SampleVectors chosen =
                  SampleVectors.allocate(
                      allocator, ScoreVectors.fieldsOf(source.root().getSchema().getFields()))) {
            for (int to = 0; to < positions.length; to++) {
              chosen.copyRow(source, positions[to], to);
            }
            return write(chosen.root(), positions.length);
          }
        });
  }

  /**
   * The same samples with more scores; a column that is there already is replaced where it stands.
   *
   * @param columns distinct names
   * @param valuesByColumn double[column][row]; NaN means absent, an infinite value is refused
   */
  public CorpusBatch withScores(List<String> columns, double[][] valuesByColumn) {
    Scores.check(columns, valuesByColumn, rows);
    return withNumbers(ScoreVectors.fields(columns), valuesByColumn);
  }

  /**
   * The same samples with other training weights.
   *
   * @param weights double[row]; finite and not negative
   */
  public CorpusBatch withWeights(double[] weights) {
    if (weights.length != rows) {
      throw new IllegalArgumentException(
          "expected " + rows + " weights, one for each row, got " + weights.length);
    }
    for (int row = 0; row < rows; row++) {
      if (!Double.isFinite(weights[row]) || weights[row] < 0) {
        throw new IllegalArgumentException(
            "weight must be finite and >= 0, got " + weights[row] + " in row " + row);
      }
    }
    return withNumbers(List.of(SampleVectors.WEIGHT), new double[][] {weights});
  }

  /** Adds columns of numbers, or replaces them where they stand. */
  private CorpusBatch withNumbers(List<String> fields, double[][] valuesByField) {
    return project(
        vectors -> {
          Map<String, FieldVector> byName = new LinkedHashMap<>();
          vectors.root().getFieldVectors().forEach(v -> byName.put(v.getName(), v));
          try (BufferAllocator allocator = ArrowMemory.child("batch with new numbers")) {
            List<Float8Vector> added = new ArrayList<>();
            try {
              for (int i = 0; i < fields.size(); i++) {
                Float8Vector column =
                    SampleVectors.numbers(fields.get(i), valuesByField[i], allocator);
                added.add(column);
                byName.put(column.getName(), column);
              }
              return write(rootOf(List.copyOf(byName.values())), rows);
            } finally {
              added.forEach(Float8Vector::close);
            }
          }
        });
  }

  /**
   * The same samples without some of their scores.
   *
   * @throws IllegalArgumentException if the batch does not have one of the columns
   */
  public CorpusBatch withoutScores(List<String> columns) {
    List<String> dropped = ScoreVectors.fields(columns);
    return project(
        vectors -> {
          List<FieldVector> kept = new ArrayList<>(vectors.root().getFieldVectors());
          kept.removeIf(vector -> dropped.contains(vector.getName()));
          if (kept.size() + dropped.size() != vectors.root().getFieldVectors().size()) {
            throw new IllegalArgumentException(
                "expected distinct score columns of "
                    + ScoreVectors.columnsOf(vectors.root().getSchema().getFields())
                    + ", got "
                    + columns);
          }
          return write(rootOf(kept), rows);
        });
  }

  /** SHA-256 over the ids in order, each followed by a line feed; 64 hexadecimal digits. */
  public String contentHash() {
    MessageDigest digest = Digests.sha256();
    for (String id : ids()) {
      digest.update(id.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CorpusBatch that && rows == that.rows && Arrays.equals(ipc, that.ipc);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ipc);
  }

  @Override
  public String toString() {
    return "CorpusBatch[" + rows + " rows, " + ipc.length + " bytes]";
  }

  /** Names the schema anew: vectors that were read back call the list's element otherwise. */
  private VectorSchemaRoot rootOf(List<FieldVector> vectors) {
    List<String> fields =
        vectors.stream().skip(SampleVectors.FIXED_COLUMNS).map(FieldVector::getName).toList();
    return new VectorSchemaRoot(SampleVectors.schema(fields), vectors, rows);
  }

  private RowIndex index() {
    RowIndex known = index.get();
    if (known == null) {
      known = project(vectors -> RowIndex.of(vectors, rows));
      index = new SoftReference<>(known);
    }
    return known;
  }

  /** Opens the vectors, reads what is asked for, and closes them. */
  private <T> T project(Function<SampleVectors, T> read) {
    try (BufferAllocator allocator = ArrowMemory.child("open batch");
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayReadableSeekableByteChannel(ipc), allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      if (!reader.loadNextBatch() || root.getRowCount() != rows) {
        throw new IllegalStateException(
            "expected one record batch of " + rows + " rows, found " + root.getRowCount());
      }
      return read.apply(SampleVectors.viewOf(root));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static CorpusBatch write(VectorSchemaRoot root, int rows) {
    root.setRowCount(rows);
    long text = root.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream((int) Math.min(text + HEAD_BYTES, Integer.MAX_VALUE >> 1));
    try (ArrowStreamWriter writer =
        new ArrowStreamWriter(root, new MapDictionaryProvider(), bytes)) {
      writer.writeBatch();
      writer.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a stream in memory cannot be written", e);
    }
    return new CorpusBatch(rows, bytes.toByteArray());
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("the batch is not a readable Arrow stream", e);
  }
}
