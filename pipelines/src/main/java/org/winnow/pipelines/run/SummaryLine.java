package org.winnow.pipelines.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.StepTable;
import org.winnow.transforms.mix.MixUnit;
import org.winnow.transforms.write.ShardFile;

/** One line of a run's summary. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "line")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SummaryLine.Kept.class, name = "kept"),
  @JsonSubTypes.Type(value = SummaryLine.Known.class, name = "known"),
  @JsonSubTypes.Type(value = SummaryLine.Mixed.class, name = "mixed"),
  @JsonSubTypes.Type(value = SummaryLine.Rejected.class, name = "rejected"),
  @JsonSubTypes.Type(value = SummaryLine.Told.class, name = "told"),
  @JsonSubTypes.Type(value = SummaryLine.Written.class, name = "written")
})
public sealed interface SummaryLine {
  /**
   * Rows that are left after a step.
   *
   * @param step the step's label
   * @param domain of the rows
   * @param rows how many, from 1
   */
  record Kept(String step, String domain, long rows) implements SummaryLine {
    @Override
    public Kept withRows(long rows) {
      return new Kept(step, domain, rows);
    }
  }

  /**
   * What a phase of a mixture has of a domain.
   *
   * @param step the mixing step's label
   * @param phase from 1
   * @param domain of the rows
   * @param unit what is counted
   * @param rows how many rows or tokens
   */
  record Mixed(String step, int phase, String domain, MixUnit unit, long rows)
      implements SummaryLine {
    @Override
    public Mixed withRows(long rows) {
      return new Mixed(step, phase, domain, unit, rows);
    }
  }

  /**
   * Rows of one batch whose scores are in the store.
   *
   * @param step the scoring step's label
   * @param batch the batch, by content
   * @param rows how many
   */
  record Known(String step, String batch, long rows) implements SummaryLine {}

  /**
   * Rows that left.
   *
   * @param kind broken, or decided against
   * @param step the step's label
   * @param reason why
   * @param domain of the rows; empty where unknown
   * @param rows how many
   */
  record Rejected(Rejection.Kind kind, String step, String reason, String domain, long rows)
      implements SummaryLine {
    @Override
    public Rejected withRows(long rows) {
      return new Rejected(kind, step, reason, domain, rows);
    }
  }

  /**
   * What a step tells of itself.
   *
   * @param table for the report
   */
  record Told(StepTable table) implements SummaryLine {}

  /**
   * A file that was written.
   *
   * @param folder below the dataset
   * @param file the file
   */
  record Written(String folder, ShardFile file) implements SummaryLine {}

  /**
   * The same line with another number of rows.
   *
   * @throws UnsupportedOperationException if lines of this kind are not counted
   */
  default SummaryLine withRows(long rows) {
    throw new UnsupportedOperationException("not a count: " + this);
  }

  /** Reads a line that {@link Summaries} wrote. */
  static SummaryLine parse(String json) {
    try {
      return JsonMapper.builder().build().readValue(json, SummaryLine.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a summary line: " + json, e);
    }
  }
}
