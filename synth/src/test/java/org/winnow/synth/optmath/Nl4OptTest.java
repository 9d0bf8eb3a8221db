package org.winnow.synth.optmath;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.winnow.synth.optmath.Nl4OptItem.UnclearException;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.Optima;
import org.winnow.synth.optmath.solve.Solution;
import org.winnow.synth.optmath.solve.SolveLimits;

/** Models that others annotated: the development items of NL4OPT. */
class Nl4OptTest {
  private static final Path ITEMS =
      Path.of("..", "pipelines", "examples", "quickstart", "data", "nl4opt-dev.jsonl");

  private static List<JsonNode> annotations() throws IOException {
    JsonMapper mapper = new JsonMapper();
    List<JsonNode> annotations = new ArrayList<>();
    for (String line : Files.readAllLines(ITEMS)) {
      String answer = mapper.readTree(line).path("messages").path(1).path("content").asText();
      annotations.add(mapper.readTree(answer));
    }
    return annotations;
  }

  /**
   * By their texts, two items are infeasible (4 and 93) and one is unbounded (71). The annotations
   * of six others lack terms or a bound that the text has (0, 39, 73, 80) or the variables of the
   * objective (8, 21), and two call a variable by words that fit another as well (26, 54).
   */
  @Test
  void eightySevenOfNinetyEightHaveAnOptimum() throws IOException {
    Map<String, List<Integer>> expected =
        Map.of(
            "infeasible", List.of(4, 39, 73, 80, 93),
            "unbounded", List.of(0, 71),
            "unclear", List.of(8, 21, 26, 54));

    for (Engine engine : Engine.values()) {
      for (boolean whole : new boolean[] {true, false}) {
        Map<String, List<Integer>> items = items(engine, whole);
        List<Integer> optimal = items.remove("optimal");

        assertThat(items).isEqualTo(expected);
        assertThat(optimal).hasSize(87);
      }
    }
  }

  /** The numbers of the items with an outcome. */
  private static Map<String, List<Integer>> items(Engine engine, boolean whole) throws IOException {
    MilpSolver solver = new MilpSolver(engine, SolveLimits.STANDARD);
    Map<String, List<Integer>> items = new TreeMap<>();
    List<JsonNode> annotations = annotations();
    for (int i = 0; i < annotations.size(); i++) {
      String label;
      try {
        label = solver.solve(Nl4OptItem.model(annotations.get(i), whole)).label();
      } catch (UnclearException e) {
        label = "unclear";
      }
      items.computeIfAbsent(label, name -> new ArrayList<>()).add(i);
    }
    return items;
  }

  /** With two variables, an optimum is where two lines cross; all crossings are tried. */
  @Test
  void optimaAreThoseOfTheCorners() throws IOException {
    MilpSolver solver = new MilpSolver(Engine.SCIP, SolveLimits.STANDARD);
    int compared = 0;
    for (JsonNode annotation : annotations()) {
      try {
        Model model = Nl4OptItem.model(annotation, false);
        Optional<Solution> found = solver.solve(model).optimum();
        if (model.variables().size() == 2 && found.isPresent()) {
          double corner = bestCorner(model).orElseThrow();
          double optimum = found.get().objective();
          assertThat(Optima.agree(optimum, corner)).as("%s, %s", optimum, corner).isTrue();
          compared++;
        }
      } catch (UnclearException e) {
        assertThat(e).hasMessageMatching("(number|variable|objective).*");
      }
    }
    assertThat(compared).isEqualTo(84);
  }

  /** A line a x + b y = c, and the side on which points are allowed. */
  private record Line(double a, double b, double c, Relation relation) {
    boolean allows(double x, double y) {
      double excess = a * x + b * y - c;
      double slack = 1e-7 * Math.max(1, Math.abs(c));
      return switch (relation) {
        case LESS_OR_EQUAL -> excess <= slack;
        case EQUAL -> Math.abs(excess) <= slack;
        case GREATER_OR_EQUAL -> excess >= -slack;
      };
    }
  }

  private static OptionalDouble bestCorner(Model model) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(1, 0, 0, Relation.GREATER_OR_EQUAL));
    lines.add(new Line(0, 1, 0, Relation.GREATER_OR_EQUAL));
    for (Row row : model.rows()) {
      double a = coefficient(row.terms(), "x0");
      double b = coefficient(row.terms(), "x1");
      lines.add(new Line(a, b, row.rightSide(), row.relation()));
    }
    double sign = model.sense() == Sense.MINIMIZE ? 1 : -1;
    OptionalDouble best = OptionalDouble.empty();
    for (Line one : lines) {
      for (Line other : lines) {
        double determinant = one.a() * other.b() - other.a() * one.b();
        double x = (one.c() * other.b() - other.c() * one.b()) / determinant;
        double y = (one.a() * other.c() - other.a() * one.c()) / determinant;
        if (determinant != 0 && lines.stream().allMatch(line -> line.allows(x, y))) {
          double value =
              coefficient(model.objective(), "x0") * x + coefficient(model.objective(), "x1") * y;
          boolean better = best.isEmpty() || sign * value < sign * best.getAsDouble();
          best = better ? OptionalDouble.of(value) : best;
        }
      }
    }
    return best;
  }

  private static double coefficient(List<Term> terms, String variable) {
    return terms.stream()
        .filter(term -> term.variable().equals(variable))
        .mapToDouble(Term::coefficient)
        .sum();
  }
}
