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
 * Mapping.AUTO.withoutAnswers()                                      // questions are enough
 * }</pre>
 *
 * @param candidates the field names to try, in order; the first whose required fields a row has is
 *     taken
 * @param domainField the string field that holds the domain; empty for none. A row that lacks it is
 *     rejected
 * @param needsAnswer whether a row without text of the assistant is rejected. If not, a row is
 *     taken that has the prompt of one of the candidates; an answer that is neither text nor a list
 *     of turns stays in its meta
 */
public record Mapping(List<FieldNames> candidates, String domainField, boolean needsAnswer)
    implements Serializable {
  /** Every known shape, tried for each row in the order of {@link Shape}. */
  public static final Mapping AUTO =
      new Mapping(
          Arrays.stream(Shape.values()).flatMap(shape -> shape.fields().stream()).toList(),
          "",
          true);

  public Mapping {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("a mapping needs at least one set of field names");
    }
    if (needsAnswer
        && candidates.stream().anyMatch(n -> n.turns().isEmpty() && n.response().isEmpty())) {
      throw new IllegalArgumentException(
          "expected field names with a response, since answers are needed, got " + candidates);
    }
  }

  /** One shape only; a row of another shape is rejected. */
  public static Mapping of(Shape shape) {
    return new Mapping(shape.fields(), "", true);
  }

  /** A source's own field names; {@code domainField} is empty for none. */
  public static Mapping of(FieldNames names, String domainField) {
    return new Mapping(List.of(names), domainField, true);
  }

  /** Questions of a source's own field name, without answers. */
  public static Mapping ofPromptAlone(String prompt, String system) {
    return new Mapping(List.of(FieldNames.ofPrompt(prompt, "", system)), "", false);
  }

  /** The same for rows that nobody trains on, such as those of benchmarks. */
  public Mapping withoutAnswers() {
    return new Mapping(candidates, domainField, false);
  }
}
