package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleVectors;
import org.winnow.schemas.Scores;

/**
 * Reads files that {@link OutputFormat} wrote back into the very samples: with their origin, meta,
 * scores and weight, where {@link SampleReader} would see a row of a new corpus.
 *
 * <p>What the layout left out comes back empty: no origin, no meta, weight 1.
 */
public final class PublishedReader {
  /** A written row is longer than what was read, by its scores and by escapes. */
  private static final ReadLimits LIMITS = new ReadLimits(1 << 30);

  /** Stands for a domain until the row's own is put in. */
  private static final String ANY_DOMAIN = "any";

  private final RowLayout layout;
  private final RowMapper mapper;

  private PublishedReader(Path file, RowLayout layout) {
    this.layout = layout;
    this.mapper =
        new RowMapper(
            new SourceFile(file, file.toString(), ANY_DOMAIN, Mapping.of(layout.shape().readBy())));
  }

  /**
   * Reads the whole file into {@code sink}, in order. A row that cannot be read, which means that
   * the file was not written with this layout, is rejected.
   *
   * @throws IOException if there is no such file, the disk fails, or the sink throws it
   */
  public static void read(Path file, RowLayout layout, RowSink sink) throws IOException {
    PublishedReader reader = new PublishedReader(file, layout);
    try (Input input = Input.open(file);
        RowCursor rows = Formats.of(input).open(input, LIMITS)) {
      while (sink.wantsMore()) {
        Sample sample;
        try {
          Optional<ObjectNode> row = rows.next();
          if (row.isEmpty()) {
            return;
          }
          sample = reader.sample(row.get(), rows.row());
        } catch (BadRow e) {
          sink.reject(rejection(file, rows.row(), e.reason(), e.evidence()));
          continue;
        } catch (DamagedFile e) {
          sink.reject(rejection(file, e.row(rows.row()), e.reason(), e.evidence()));
          return;
        }
        sink.accept(sample);
      }
    } catch (DamagedFile e) {
      sink.reject(rejection(file, e.row(0), e.reason(), e.evidence()));
    }
  }

  private static Rejection rejection(Path file, long row, String reason, String evidence) {
    return Rejection.ofRow("", file.toString(), row, SampleReader.STEP, reason, evidence);
  }

  private Sample sample(ObjectNode row, long number) throws BadRow {
    String id = text(row, SampleVectors.ID);
    String domain = text(row, SampleVectors.DOMAIN);
    Origin origin =
        new Origin(
            has(OptionalColumn.SOURCE_FILE) ? text(row, SampleVectors.SOURCE_FILE) : "",
            has(OptionalColumn.SOURCE_ROW) ? take(row, SampleVectors.SOURCE_ROW).asLong() : 0,
            has(OptionalColumn.PARENT) ? text(row, SampleVectors.PARENT) : "",
            has(OptionalColumn.MADE_BY) ? text(row, SampleVectors.MADE_BY) : "");
    double weight = has(OptionalColumn.WEIGHT) ? take(row, SampleVectors.WEIGHT).asDouble() : 1;
    String meta = has(OptionalColumn.META) ? text(row, SampleVectors.META) : "{}";
    List<String> columns = layout.scoreColumns();
    double[] scores = new double[columns.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = take(row, columns.get(i)).asDouble(Double.NaN);
    }
    Sample conversation = mapper.map(row, number);
    return new Sample(
        id,
        domain,
        conversation.messages(),
        origin,
        layout.shape() == OutputShape.PREFERENCE ? withRejected(meta, conversation.meta()) : meta,
        Scores.of(columns, scores),
        weight);
  }

  private boolean has(OptionalColumn column) {
    return !layout.omitted().contains(column);
  }

  /** Puts the rejected answer, which has columns of its own in a file, back into meta. */
  private static String withRejected(String meta, String conversationMeta) throws BadRow {
    ObjectNode all = parse(meta);
    all.set(PreferencePair.REJECTED, parse(conversationMeta).get(PreferencePair.REJECTED));
    return all.toString();
  }

  private static ObjectNode parse(String json) throws BadRow {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    return new JsonRow().parse(utf8, utf8.length);
  }

  private static String text(ObjectNode row, String field) throws BadRow {
    JsonNode value = take(row, field);
    if (!value.isTextual()) {
      throw Turns.wrongType(field, "text", value);
    }
    return value.textValue();
  }

  private static JsonNode take(ObjectNode row, String field) throws BadRow {
    JsonNode value = row.remove(field);
    if (value == null) {
      throw new BadRow("missing_field", "expected a column '" + field + "'");
    }
    return value;
  }
}
