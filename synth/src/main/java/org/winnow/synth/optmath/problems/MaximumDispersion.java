package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** A number of places that are far from each other; feasible by construction. */
final class MaximumDispersion {
  static final ProblemClass TYPE =
      new ProblemClass(
          "maximum_dispersion",
          ProblemGroup.FACILITY,
          """
          \\max \\sum_{i<j} d_{ij} z_{ij} \\quad \\text{s.t.} \\quad \\sum_i y_i = p, \\quad
          z_{ij} \\le y_i, \\; z_{ij} \\le y_j, \\quad y_i, z_{ij} \\in \\{0, 1\\}
          """,
          List.of(Parameter.size("place", 4, 7), Parameter.value("distance", 1, 99)),
          new ProblemText(
              """
              A chain of restaurants opens branches at some of the places; how many is fixed.
              The branches should be far from each other. Find the greatest sum of the distances
              between all pairs of places with a branch.
              """,
              List.of(new Noun("place", "places")),
              List.of(
                  Field.number("open", "exactly # branches are opened"),
                  Field.sparse(
                      "distance", "between {0} and {1} there are # kilometers", "place", "place"))),
          MaximumDispersion::draw,
          MaximumDispersion::model);

  private MaximumDispersion() {}

  private static void draw(Draw draw) {
    int places = draw.size("place");
    draw.put("open", 2 + draw.below(Math.max(1, places - 2)));
    for (int i = 0; i < places; i++) {
      for (int j = i + 1; j < places; j++) {
        draw.put("distance", draw.of("distance"), i, j);
      }
    }
  }

  private static Model model(ProblemData data) {
    int places = data.size("place");
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    Sum opened = new Sum();
    for (int i = 0; i < places; i++) {
      opened.plus(model.binary(ProblemData.name("open", i)));
    }
    model.equal("branches", opened, data.value("open"));
    for (int i = 0; i < places; i++) {
      for (int j = i + 1; j < places; j++) {
        String both = model.binary(ProblemData.name("both", i, j));
        model.objective(data.value("distance", i, j), both);
        Sum first = new Sum().plus(both).minus(ProblemData.name("open", i));
        Sum second = new Sum().plus(both).minus(ProblemData.name("open", j));
        model.atMost(ProblemData.name("first", i, j), first, 0);
        model.atMost(ProblemData.name("second", i, j), second, 0);
      }
    }
    return model.build();
  }
}
