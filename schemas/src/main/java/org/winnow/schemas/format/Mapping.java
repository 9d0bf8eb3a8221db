package org.winnow.schemas.format;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How the rows of a file become conversations.
 *
 * <pre>{@code
 * Mapping.AUTO                                                       // recognised row by row
 * Mapping.of(Shape.ALPACA)                                           // one shape only
 * Mapping.of(FieldNames.ofPrompt("problem", "solution", ""), "subject")  // own names
 * }</pre>
 *
 * @param candidates the field names to try, in order; the first whose required fields a row has is
 *     taken
 * @param domainField the string field that holds the domain; empty for none. A row that lacks it is
 *     rejected
 */
public record Mapping(List<FieldNames> candidates, String domainField) implements Serializable {
  /** Every known shape, tried for each row in the order of {@link Shape}. */
  public static final Mapping AUTO =
      new Mapping(
          Arrays.stream(Shape.values()).flatMap(shape -> shape.fields().stream()).toList(), "");

  public Mapping {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("a mapping needs at least one set of field names");
    }
  }

  /** One shape only; a row of another shape is rejected. */
  public static Mapping of(Shape shape) {
    return new Mapping(shape.fields(), "");
  }

  /** A source's own field names; {@code domainField} is empty for none. */
  public static Mapping of(FieldNames names, String domainField) {
    return new Mapping(List.of(names), domainField);
  }
}
