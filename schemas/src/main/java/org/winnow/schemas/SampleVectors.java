package org.winnow.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Samples as Arrow vectors: the one place that knows which column holds what.
 *
 * <p>Columns in order: {@code id}, {@code domain}, {@code messages} (a list of structs of {@code
 * role} and {@code content}), {@code weight}, {@code source_file}, {@code source_row}, {@code
 * parent}, {@code made_by}, {@code meta}, and one float64 for each score, null where it is absent.
 *
 * <p>Rows are set in order from 0. The vectors live in the allocator that is given; {@link #close}
 * frees them, the allocator stays open.
 */
public final class SampleVectors implements AutoCloseable {
  /** Name of the column of sample ids. */
  public static final String ID = "id";

  /** Name of the column of domains. */
  public static final String DOMAIN = "domain";

  /** Name of the column of turns. */
  public static final String MESSAGES = "messages";

  /** Name of the role inside a turn. */
  public static final String ROLE = "role";

  /** Name of the text inside a turn. */
  public static final String CONTENT = "content";

  /** Name of the column of training weights. */
  public static final String WEIGHT = "weight";

  /** Name of the column that holds {@link Origin#file}. */
  public static final String SOURCE_FILE = "source_file";

  /** Name of the column that holds {@link Origin#row}. */
  public static final String SOURCE_ROW = "source_row";

  /** Name of the column that holds {@link Origin#parent}. */
  public static final String PARENT = "parent";

  /** Name of the column that holds {@link Origin#step}. */
  public static final String MADE_BY = "made_by";

  /** Name of the column of unmapped source fields. */
  public static final String META = "meta";

  /** How many columns come before the scores. */
  static final int FIXED_COLUMNS = 9;

  private final VectorSchemaRoot root;
  private final VarCharVector ids;
  private final VarCharVector domains;
  private final ListVector lists;
  private final StructVector turns;
  private final VarCharVector roles;
  private final VarCharVector contents;
  private final Float8Vector weights;
  private final VarCharVector sourceFiles;
  private final BigIntVector sourceRows;
  private final VarCharVector parents;
  private final VarCharVector madeBy;
  private final VarCharVector metas;

  private SampleVectors(VectorSchemaRoot root) {
    this.root = root;
    this.ids = (VarCharVector) root.getVector(ID);
    this.domains = (VarCharVector) root.getVector(DOMAIN);
    this.lists = (ListVector) root.getVector(MESSAGES);
    this.turns = (StructVector) lists.getDataVector();
    this.roles = (VarCharVector) turns.getChild(ROLE);
    this.contents = (VarCharVector) turns.getChild(CONTENT);
    this.weights = (Float8Vector) root.getVector(WEIGHT);
    this.sourceFiles = (VarCharVector) root.getVector(SOURCE_FILE);
    this.sourceRows = (BigIntVector) root.getVector(SOURCE_ROW);
    this.parents = (VarCharVector) root.getVector(PARENT);
    this.madeBy = (VarCharVector) root.getVector(MADE_BY);
    this.metas = (VarCharVector) root.getVector(META);
  }

  /**
   * Empty vectors.
   *
   * @param allocator owns the memory; ownership is not taken
   * @param scoreFields names of the score columns as they appear in the Arrow schema
   */
  public static SampleVectors allocate(BufferAllocator allocator, List<String> scoreFields) {
    return new SampleVectors(VectorSchemaRoot.create(schema(scoreFields), allocator));
  }

  /** A view of vectors that somebody else owns and closes. */
  static SampleVectors viewOf(VectorSchemaRoot root) {
    return new SampleVectors(root);
  }

  /** The Arrow schema with these score columns, in this order. */
  public static Schema schema(List<String> scoreFields) {
    List<Field> fields = new ArrayList<>();
    fields.add(utf8(ID));
    fields.add(utf8(DOMAIN));
    Field turn =
        new Field(
            "item",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(utf8(ROLE), utf8(CONTENT)));
    fields.add(new Field(MESSAGES, FieldType.nullable(ArrowType.List.INSTANCE), List.of(turn)));
    fields.add(float64(WEIGHT));
    fields.add(utf8(SOURCE_FILE));
    fields.add(Field.nullable(SOURCE_ROW, new ArrowType.Int(Long.SIZE, true)));
    fields.add(utf8(PARENT));
    fields.add(utf8(MADE_BY));
    fields.add(utf8(META));
    scoreFields.forEach(name -> fields.add(float64(name)));
    return new Schema(fields);
  }

  /** The vectors; they stay owned by this object. */
  public VectorSchemaRoot root() {
    return root;
  }

  /** Fills row {@code row}; rows are filled in order. */
  public void set(int row, Sample sample) {
    setText(ids, row, sample.id());
    setText(domains, row, sample.domain());
    setMessages(row, sample.messages());
    weights.setSafe(row, sample.weight());
    setText(sourceFiles, row, sample.origin().file());
    sourceRows.setSafe(row, sample.origin().row());
    setText(parents, row, sample.origin().parent());
    setText(madeBy, row, sample.origin().step());
    setText(metas, row, sample.meta());
    Scores scores = sample.scores();
    for (int i = 0; i < scores.columns().size(); i++) {
      setScore(scoreColumn(i), row, scores.valueAt(i));
    }
  }

  String id(int row) {
    return string(ids, row);
  }

  String domain(int row) {
    return string(domains, row);
  }

  String meta(int row) {
    return string(metas, row);
  }

  double weight(int row) {
    return weights.get(row);
  }

  /** The turns of row {@code row}, in order. */
  List<Message> messages(int row) {
    int end = lists.getElementEndIndex(row);
    List<Message> messages = new ArrayList<>(end - lists.getElementStartIndex(row));
    for (int i = lists.getElementStartIndex(row); i < end; i++) {
      String label = string(roles, i);
      Role role =
          Role.of(label)
              .orElseThrow(() -> new IllegalStateException("unknown role in a batch: " + label));
      messages.add(new Message(role, string(contents, i)));
    }
    return messages;
  }

  /**
   * The sample in row {@code row}.
   *
   * @param columns names of all score columns, in order
   */
  Sample sample(List<String> columns, int row) {
    double[] values = new double[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = score(i, row);
    }
    return new Sample(
        id(row),
        domain(row),
        messages(row),
        origin(row),
        meta(row),
        columns.isEmpty() ? Scores.none() : Scores.of(columns, values),
        weight(row));
  }

  /** The first 64 bits of the SHA-256 of row {@code row}'s meta. */
  long metaDigest(int row) {
    return ByteBuffer.wrap(Digests.sha256().digest(metas.get(row))).getLong();
  }

  /** Where row {@code row} came from. */
  Origin origin(int row) {
    return new Origin(
        string(sourceFiles, row), sourceRows.get(row), string(parents, row), string(madeBy, row));
  }

  /** Score {@code i} of row {@code row}; NaN where absent. */
  double score(int i, int row) {
    return score(scoreColumn(i), row);
  }

  /** UTF-8 bytes of all contents of row {@code row}. */
  long textBytes(int row) {
    int start = lists.getElementStartIndex(row);
    int end = lists.getElementEndIndex(row);
    long content =
        start == end ? 0 : contents.getEndOffset(end - 1) - contents.getStartOffset(start);
    return content + metas.getValueLength(row);
  }

  /** Copies row {@code from} of {@code source} to row {@code to}; both have the same schema. */
  void copyRow(SampleVectors source, int from, int to) {
    for (int column = 0; column < root.getFieldVectors().size(); column++) {
      FieldVector target = root.getVector(column);
      if (target != lists) {
        target.copyFromSafe(from, to, source.root.getVector(column));
      }
    }
    int start = source.lists.getElementStartIndex(from);
    int count = source.lists.getElementEndIndex(from) - start;
    int at = lists.startNewValue(to);
    for (int i = 0; i < count; i++) {
      turns.setIndexDefined(at + i);
      roles.copyFromSafe(start + i, at + i, source.roles);
      contents.copyFromSafe(start + i, at + i, source.contents);
    }
    lists.endValue(to, count);
  }

  /** The score at {@code row}; NaN where it is null, which means absent. */
  static double score(Float8Vector column, int row) {
    return column.isNull(row) ? Double.NaN : column.get(row);
  }

  /**
   * Writes a score; NaN, which means absent, becomes null, with 0 below so that bytes are fixed.
   */
  static void setScore(Float8Vector column, int row, double value) {
    if (Double.isNaN(value)) {
      column.setSafe(row, 0.0);
      column.setNull(row);
    } else {
      column.setSafe(row, value);
    }
  }

  /**
   * A column of numbers.
   *
   * @param field its name in the Arrow schema
   * @param values double[row]; NaN, which means absent, becomes null
   * @param allocator owns the memory; the caller closes the column
   */
  static Float8Vector numbers(String field, double[] values, BufferAllocator allocator) {
    Float8Vector vector = new Float8Vector(field, allocator);
    vector.allocateNew(values.length);
    for (int row = 0; row < values.length; row++) {
      setScore(vector, row, values[row]);
    }
    return vector;
  }

  @Override
  public void close() {
    root.close();
  }

  private void setMessages(int row, List<Message> messages) {
    int at = lists.startNewValue(row);
    for (Message message : messages) {
      turns.setIndexDefined(at);
      setText(roles, at, message.role().label());
      setText(contents, at, message.content());
      at++;
    }
    lists.endValue(row, messages.size());
  }

  private Float8Vector scoreColumn(int i) {
    return (Float8Vector) root.getVector(FIXED_COLUMNS + i);
  }

  private static void setText(VarCharVector column, int row, String value) {
    column.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String string(VarCharVector column, int row) {
    return new String(column.get(row), StandardCharsets.UTF_8);
  }

  private static Field utf8(String name) {
    return Field.nullable(name, ArrowType.Utf8.INSTANCE);
  }

  private static Field float64(String name) {
    return Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
  }
}
