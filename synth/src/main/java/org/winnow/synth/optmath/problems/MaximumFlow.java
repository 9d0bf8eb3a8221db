package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** As much water as possible between two stations; feasible by construction. */
final class MaximumFlow {
  static final ProblemClass TYPE =
      new ProblemClass(
          "maximum_flow",
          ProblemGroup.NETWORK,
          """
          \\max \\sum_{j: (s,j) \\in A} x_{sj} \\quad \\text{s.t.} \\quad \\sum_{i: (i,j) \\in
          A} x_{ij} = \\sum_{k: (j,k) \\in A} x_{jk} \\; \\forall j \\ne s, t, \\quad 0 \\le
          x_{ij} \\le u_{ij}
          """,
          List.of(Parameter.size("station", 4, 8), Parameter.value("capacity", 5, 100)),
          new ProblemText(
              """
              Water flows through pipes that have a direction, from the spring to the reservoir.
              Nothing flows into the spring or out of the reservoir, and whatever flows into any
              other station flows out of it. A pipe carries at most its capacity. Find the
              greatest amount that can flow from the spring in an hour.
              """,
              List.of(new Noun("station", "stations")),
              List.of(
                  Field.sparse("spring", "the spring is at {0}", "station"),
                  Field.sparse("reservoir", "the reservoir is at {0}", "station"),
                  Field.sparse(
                      "capacity",
                      "the pipe from {0} to {1} carries at most # tons in an hour",
                      "station",
                      "station"))),
          MaximumFlow::draw,
          MaximumFlow::model);

  private MaximumFlow() {}

  private static void draw(Draw draw) {
    int stations = draw.size("station");
    draw.state("spring", 0);
    draw.state("reservoir", stations - 1);
    for (int i = 0; i < stations - 1; i++) {
      for (int j = 1; j < stations; j++) {
        if (i != j && (j == i + 1 || draw.happens(40))) {
          draw.put("capacity", draw.of("capacity"), i, j);
        }
      }
    }
  }

  private static Model model(ProblemData data) {
    int stations = data.size("station");
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    for (int i = 0; i < stations; i++) {
      for (int j = 0; j < stations; j++) {
        if (data.has("capacity", i, j)) {
          String flow =
              model.continuous(ProblemData.name("flow", i, j), 0, data.value("capacity", i, j));
          if (data.has("spring", i)) {
            model.objective(1, flow);
          }
        }
      }
    }
    for (int j = 0; j < stations; j++) {
      if (data.has("spring", j) || data.has("reservoir", j)) {
        continue;
      }
      Sum stays = new Sum();
      for (int i = 0; i < stations; i++) {
        if (data.has("capacity", i, j)) {
          stays.plus(ProblemData.name("flow", i, j));
        }
        if (data.has("capacity", j, i)) {
          stays.minus(ProblemData.name("flow", j, i));
        }
      }
      model.equal(ProblemData.name("station", j), stays, 0);
    }
    return model.build();
  }
}
