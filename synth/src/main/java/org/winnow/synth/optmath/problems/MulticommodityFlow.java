package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Several goods share the roads; a ring of roads suffices by construction. */
final class MulticommodityFlow {
  static final ProblemClass TYPE =
      new ProblemClass(
          "multicommodity_flow",
          ProblemGroup.NETWORK,
          """
          \\min \\sum_{k} \\sum_{(i,j) \\in A} c_{ij} x_{kij} \\quad \\text{s.t.} \\quad
          \\sum_{i: (i,j) \\in A} x_{kij} - \\sum_{l: (j,l) \\in A} x_{kjl} = d_{kj} \\;
          \\forall k, j \\ne s_k, \\quad \\sum_k x_{kij} \\le u_{ij}, \\quad x_{kij} \\ge 0
          """,
          List.of(
              Parameter.size("good", 2, 3),
              Parameter.size("town", 3, 5),
              Parameter.value("demand", 1, 15),
              Parameter.value("cost", 1, 10),
              Parameter.value("capacity", 5, 40)),
          new ProblemText(
              """
              Several goods are brought from the towns that make them to the towns that demand
              them, along roads that have a direction. A good is made in one town, as much as is
              needed. What arrives of a good in another town and does not stay there as its
              demand leaves it again. All goods together may not exceed the capacity of a road.
              Find the lowest total cost.
              """,
              List.of(new Noun("good", "goods"), new Noun("town", "towns")),
              List.of(
                  Field.sparse("source", "{0} is made in {1}", "good", "town"),
                  Field.sparse("demand", "of {0}, {1} demands # tons", "good", "town"),
                  Field.sparse(
                      "cost", "on the road from {0} to {1} a ton costs # dollars", "town", "town"),
                  Field.sparse(
                      "capacity",
                      "the road from {0} to {1} carries at most # tons",
                      "town",
                      "town"))),
          MulticommodityFlow::draw,
          MulticommodityFlow::model);

  private MulticommodityFlow() {}

  private static void draw(Draw draw) {
    int goods = draw.size("good");
    int towns = draw.size("town");
    for (int k = 0; k < goods; k++) {
      int source = draw.below(towns);
      draw.state("source", k, source);
      for (int j = 0; j < towns; j++) {
        if (j != source) {
          draw.put("demand", draw.of("demand"), k, j);
        }
      }
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
    int goods = data.size("good");
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < towns; i++) {
      for (int j = 0; j < towns; j++) {
        if (data.has("cost", i, j)) {
          Sum together = new Sum();
          for (int k = 0; k < goods; k++) {
            String flow = model.continuous(ProblemData.name("flow", k, i, j));
            model.objective(data.value("cost", i, j), flow);
            together.plus(flow);
          }
          model.atMost(ProblemData.name("road", i, j), together, data.value("capacity", i, j));
        }
      }
    }
    for (int k = 0; k < goods; k++) {
      for (int j = 0; j < towns; j++) {
        if (!data.has("source", k, j)) {
          Sum stays = stays(data, k, j);
          model.equal(ProblemData.name("demand", k, j), stays, data.value("demand", k, j));
        }
      }
    }
    return model.build();
  }

  /** What arrives of a good in a town and does not leave it. */
  private static Sum stays(ProblemData data, int good, int town) {
    Sum stays = new Sum();
    for (int i = 0; i < data.size("town"); i++) {
      if (data.has("cost", i, town)) {
        stays.plus(ProblemData.name("flow", good, i, town));
      }
      if (data.has("cost", town, i)) {
        stays.minus(ProblemData.name("flow", good, town, i));
      }
    }
    return stays;
  }
}
