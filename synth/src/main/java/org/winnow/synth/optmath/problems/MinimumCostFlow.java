package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Goods flow from a source to towns at least cost; a ring of roads suffices by construction. */
final class MinimumCostFlow {
  static final ProblemClass TYPE =
      new ProblemClass(
          "minimum_cost_flow",
          ProblemGroup.NETWORK,
          """
          \\min \\sum_{(i,j) \\in A} c_{ij} x_{ij} \\quad \\text{s.t.} \\quad \\sum_{i: (i,j)
          \\in A} x_{ij} - \\sum_{k: (j,k) \\in A} x_{jk} = d_j \\; \\forall j \\ne s, \\quad 0
          \\le x_{ij} \\le u_{ij}
          """,
          List.of(
              Parameter.size("town", 4, 8),
              Parameter.value("cost", 1, 10),
              Parameter.value("capacity", 5, 60),
              Parameter.value("demand", 1, 30)),
          new ProblemText(
              """
              Goods are brought from the town with the factory, which makes as much as is
              needed, to all other towns, along roads that have a direction. What arrives in a
              town and does not stay there as its demand leaves it again. A road carries at most
              its capacity. Find the lowest total cost.
              """,
              List.of(new Noun("town", "towns")),
              List.of(
                  Field.sparse("factory", "the factory is in {0}", "town"),
                  Field.sparse("demand", "{0} demands # tons", "town"),
                  Field.sparse(
                      "cost", "on the road from {0} to {1} a ton costs # dollars", "town", "town"),
                  Field.sparse(
                      "capacity",
                      "the road from {0} to {1} carries at most # tons",
                      "town",
                      "town"))),
          MinimumCostFlow::draw,
          MinimumCostFlow::model);

  private MinimumCostFlow() {}

  private static void draw(Draw draw) {
    int towns = draw.size("town");
    draw.state("factory", 0);
    for (int j = 1; j < towns; j++) {
      draw.put("demand", draw.of("demand"), j);
    }
    double all = draw.total("demand");
    for (int i = 0; i < towns; i++) {
      for (int j = 0; j < towns; j++) {
        if (i != j && (j == (i + 1) % towns || draw.happens(35))) {
          draw.put("cost", draw.of("cost"), i, j);
          draw.put("capacity", draw.of("capacity") + (j == (i + 1) % towns ? all : 0), i, j);
        }
      }
    }
  }

  private static Model model(ProblemData data) {
    int towns = data.size("town");
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < towns; i++) {
      for (int j = 0; j < towns; j++) {
        if (data.has("cost", i, j)) {
          String flow =
              model.continuous(ProblemData.name("flow", i, j), 0, data.value("capacity", i, j));
          model.objective(data.value("cost", i, j), flow);
        }
      }
    }
    for (int j = 0; j < towns; j++) {
      if (data.has("factory", j)) {
        continue;
      }
      Sum stays = new Sum();
      for (int i = 0; i < towns; i++) {
        if (data.has("cost", i, j)) {
          stays.plus(ProblemData.name("flow", i, j));
        }
        if (data.has("cost", j, i)) {
          stays.minus(ProblemData.name("flow", j, i));
        }
      }
      model.equal(ProblemData.name("demand", j), stays, data.value("demand", j));
    }
    return model.build();
  }
}
