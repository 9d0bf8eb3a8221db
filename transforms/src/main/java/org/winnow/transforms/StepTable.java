package org.winnow.transforms;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashSet;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.schemas.Abbreviation;

/**
 * A small finished table in which a step tells what it did, for the report of the run.
 *
 * <p>It holds some tens of rows whatever the size of the corpus, and is made in one place, so that
 * its order does not depend on the runner.
 *
 * @param step the step's name in this run
 * @param name of the table, in snake_case; unlike those of the step's other tables
 * @param columns distinct names in snake_case
 * @param rows for each row one cell for each column; in the order in which they are shown
 */
public record StepTable(String step, String name, List<String> columns, List<List<Cell>> rows) {
  /** Codes a table as JSON. */
  public static final Coder<StepTable> CODER =
      DataCoder.of(
          "step table",
          (table, out) -> DataCoder.writeText(table.json(), out),
          in -> ofJson(DataCoder.readText(in)));

  /** Longest text of a cell, in characters. */
  public static final int MAX_TEXT_CHARS = 300;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public StepTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    if (new HashSet<>(columns).size() != columns.size()) {
      throw new IllegalArgumentException("columns must be distinct, got " + columns);
    }
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "expected one cell for each of " + columns + ", got " + row);
      }
    }
  }

  /** What stands in a row under a column. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({
    @JsonSubTypes.Type(Text.class),
    @JsonSubTypes.Type(Count.class),
    @JsonSubTypes.Type(Share.class)
  })
  public sealed interface Cell {
    /** What the function for this kind of cell makes of it. */
    <T> T map(Function<String, T> ofText, LongFunction<T> ofCount, DoubleFunction<T> ofShare);
  }

  /**
   * A name or a piece of text, possibly out of the data.
   *
   * @param text cut to {@value StepTable#MAX_TEXT_CHARS} characters
   */
  public record Text(String text) implements Cell {
    public Text {
      text = Abbreviation.of(text, MAX_TEXT_CHARS);
    }

    @Override
    public <T> T map(
        Function<String, T> ofText, LongFunction<T> ofCount, DoubleFunction<T> ofShare) {
      return ofText.apply(text);
    }
  }

  /**
   * A whole number.
   *
   * @param count any
   */
  public record Count(long count) implements Cell {
    @Override
    public <T> T map(
        Function<String, T> ofText, LongFunction<T> ofCount, DoubleFunction<T> ofShare) {
      return ofCount.apply(count);
    }
  }

  /**
   * A part of a whole.
   *
   * @param share in [0, 1]
   */
  public record Share(double share) implements Cell {
    public Share {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share must be from 0 to 1, got " + share);
      }
    }

    @Override
    public <T> T map(
        Function<String, T> ofText, LongFunction<T> ofCount, DoubleFunction<T> ofShare) {
      return ofShare.apply(share);
    }
  }

  private String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a table cannot be written: " + name + " of " + step, e);
    }
  }

  private static StepTable ofJson(String json) {
    try {
      return JSON.readValue(json, StepTable.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a table: " + json, e);
    }
  }
}
