package org.winnow.synth.optmath.formulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.model.VariableType;
import org.winnow.synth.teacher.AnswerSchema;

/**
 * Reads models that are written as JSON objects. Takes any text.
 *
 * <p>A bound that is null is none, but 0 or 1 for a binary variable. Terms with the coefficient 0
 * are left out. Names that files cannot have are replaced; they carry no meaning.
 */
final class JsonModelReader {
  static final AnswerSchema SCHEMA =
      AnswerSchema.of(
          """
          {"type": "object",
           "properties": {
             "sense": {"enum": ["minimize", "maximize"]},
             "variables": {"type": "array", "items": {"type": "object",
               "properties": {
                 "name": {"type": "string"},
                 "type": {"enum": ["binary", "integer", "continuous"]},
                 "lower": {"type": ["number", "null"]},
                 "upper": {"type": ["number", "null"]}},
               "required": ["name", "type", "lower", "upper"],
               "additionalProperties": false}},
             "objective": {"type": "object",
               "properties": {
                 "terms": {"$ref": "#/$defs/terms"},
                 "constant": {"type": "number"}},
               "required": ["terms", "constant"],
               "additionalProperties": false},
             "constraints": {"type": "array", "items": {"type": "object",
               "properties": {
                 "name": {"type": "string"},
                 "terms": {"$ref": "#/$defs/terms"},
                 "relation": {"enum": ["<=", "=", ">="]},
                 "right_side": {"type": "number"}},
               "required": ["name", "terms", "relation", "right_side"],
               "additionalProperties": false}}},
           "required": ["sense", "variables", "objective", "constraints"],
           "additionalProperties": false,
           "$defs": {"terms": {"type": "array", "items": {"type": "object",
             "properties": {
               "coefficient": {"type": "number"},
               "variable": {"type": "string"}},
             "required": ["coefficient", "variable"],
             "additionalProperties": false}}}}
          """);

  /** Most variables, and most constraints. */
  static final int MOST = 10_000;

  /** The greatest number that solvers are given. */
  private static final double LARGEST = 1e15;

  private static final JsonMapper JSON = new JsonMapper();

  private JsonModelReader() {}

  /** The model that an answer has, or why it has none. */
  static Model read(String answer) throws NoModelException {
    Optional<String> violation = SCHEMA.violation(answer);
    if (violation.isPresent()) {
      throw new NoModelException("schema_violation", "expected a model: " + violation.get());
    }
    JsonNode object;
    try {
      object = JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that conforms must be JSON", e);
    }
    List<String> variables = names(object.path("variables"), "variables");
    List<String> rows = names(object.path("constraints"), "constraints");
    if (variables.isEmpty()) {
      throw new NoModelException("empty", "expected at least one variable");
    }
    Map<String, String> safe = SafeNames.of(variables, "x");
    List<Term> objective = terms(object.path("objective").path("terms"), safe, "the objective");
    double constant = number(object.path("objective").path("constant"), "the constant");
    return new Model(
        sense(object),
        objective,
        constant,
        variables(object.path("variables"), safe),
        rows(object.path("constraints"), SafeNames.of(rows, "row"), safe));
  }

  private static Sense sense(JsonNode object) {
    return object.path("sense").asText().equals("minimize") ? Sense.MINIMIZE : Sense.MAXIMIZE;
  }

  private static List<String> names(JsonNode array, String what) throws NoModelException {
    if (array.size() > MOST) {
      throw new NoModelException(
          "too_large", "expected at most " + MOST + " " + what + ", found " + array.size());
    }
    List<String> names =
        StreamSupport.stream(array.spliterator(), false)
            .map(one -> one.path("name").asText())
            .toList();
    SafeNames.checkDistinct(names, what);
    return names;
  }

  private static List<Variable> variables(JsonNode array, Map<String, String> safe)
      throws NoModelException {
    List<Variable> variables = new ArrayList<>();
    for (JsonNode one : array) {
      String name = one.path("name").asText();
      boolean binary = one.path("type").asText().equals("binary");
      double lower = bound(one.path("lower"), binary ? 0 : Double.NEGATIVE_INFINITY, name);
      double upper = bound(one.path("upper"), binary ? 1 : Double.POSITIVE_INFINITY, name);
      if (lower > upper || (binary && (lower < 0 || upper > 1))) {
        throw new NoModelException(
            "bounds",
            "variable \""
                + name
                + "\": expected a lower bound that is not above the upper one, within 0 and 1 for a"
                + " binary one, found "
                + lower
                + " and "
                + upper);
      }
      variables.add(new Variable(named(safe, name), type(one, lower, upper), lower, upper));
    }
    return variables;
  }

  /** A binary variable that is fixed is an integer, as {@link Variable} wants it. */
  private static VariableType type(JsonNode variable, double lower, double upper) {
    return switch (variable.path("type").asText()) {
      case "binary" -> lower == 0 && upper == 1 ? VariableType.BINARY : VariableType.INTEGER;
      case "integer" -> VariableType.INTEGER;
      default -> VariableType.CONTINUOUS;
    };
  }

  private static double bound(JsonNode bound, double none, String variable)
      throws NoModelException {
    return bound.isNull() ? none : number(bound, "a bound of \"" + variable + "\"");
  }

  private static List<Row> rows(JsonNode array, Map<String, String> names, Map<String, String> safe)
      throws NoModelException {
    List<Row> rows = new ArrayList<>();
    for (JsonNode one : array) {
      String name = one.path("name").asText();
      String where = "constraint \"" + name + "\"";
      rows.add(
          new Row(
              named(names, name),
              terms(one.path("terms"), safe, where),
              relation(one.path("relation").asText()),
              number(one.path("right_side"), "the right side of " + where)));
    }
    return rows;
  }

  private static Relation relation(String sign) {
    return switch (sign) {
      case "<=" -> Relation.LESS_OR_EQUAL;
      case "=" -> Relation.EQUAL;
      default -> Relation.GREATER_OR_EQUAL;
    };
  }

  private static List<Term> terms(JsonNode array, Map<String, String> safe, String where)
      throws NoModelException {
    List<String> variables = new ArrayList<>();
    List<Term> terms = new ArrayList<>();
    for (JsonNode one : array) {
      String variable = one.path("variable").asText();
      if (!safe.containsKey(variable)) {
        throw new NoModelException(
            "unknown_variable",
            where + ": expected variables of the model, found \"" + variable + "\"");
      }
      variables.add(variable);
      double coefficient = number(one.path("coefficient"), where);
      if (coefficient != 0) {
        terms.add(new Term(coefficient, named(safe, variable)));
      }
    }
    SafeNames.checkDistinct(variables, where + ": terms of variables");
    return terms;
  }

  private static String named(Map<String, String> safe, String name) {
    return safe.getOrDefault(name, name);
  }

  private static double number(JsonNode node, String where) throws NoModelException {
    double number = node.asDouble();
    if (!Double.isFinite(number)) {
      throw new NoModelException("not_finite", where + ": expected a finite number");
    }
    if (Math.abs(number) > LARGEST) {
      throw new NoModelException(
          "too_large", where + ": expected a number up to " + LARGEST + ", found " + number);
    }
    return number;
  }
}
