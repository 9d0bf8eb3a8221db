package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Plants supply customers at least cost; feasible by construction. */
final class Transportation {
  static final ProblemClass TYPE =
      new ProblemClass(
          "transportation",
          ProblemGroup.TRANSPORT_AND_ROUTING,
          """
          \\min \\sum_{i,j} c_{ij} x_{ij} \\quad \\text{s.t.} \\quad \\sum_j x_{ij} \\le s_i \\;
          \\forall i, \\quad \\sum_i x_{ij} \\ge d_j \\; \\forall j, \\quad x_{ij} \\ge 0
          """,
          List.of(
              Parameter.size("plant", 3, 5),
              Parameter.size("customer", 3, 5),
              Parameter.value("demand", 10, 100),
              Parameter.value("cost", 1, 10),
              Parameter.value("spare", 0, 30)),
          new ProblemText(
              """
              Plants ship a product to customers, any fraction of a ton. No plant ships more
              than its supply, and every customer gets at least what it demands. Find the lowest
              total cost.
              """,
              List.of(new Noun("plant", "plants"), new Noun("customer", "customers")),
              List.of(
                  Field.table("supply", "{0} supplies at most # tons", "plant"),
                  Field.table("demand", "{0} demands # tons", "customer"),
                  Field.table(
                      "cost",
                      "shipping a ton from {0} to {1} costs # dollars",
                      "plant",
                      "customer"))),
          Transportation::draw,
          Transportation::model);

  private Transportation() {}

  private static void draw(Draw draw) {
    int plants = draw.size("plant");
    draw.size("customer");
    draw.fill("demand");
    draw.fill("cost");
    double share = Math.ceil(draw.total("demand") / plants);
    for (int i = 0; i < plants; i++) {
      draw.put("supply", share + draw.of("spare"), i);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < data.size("plant"); i++) {
      Sum shipped = new Sum();
      for (int j = 0; j < data.size("customer"); j++) {
        String ship = model.continuous(ProblemData.name("ship", i, j));
        model.objective(data.value("cost", i, j), ship);
        shipped.plus(ship);
      }
      model.atMost(ProblemData.name("supply", i), shipped, data.value("supply", i));
    }
    for (int j = 0; j < data.size("customer"); j++) {
      Sum shipped = new Sum();
      for (int i = 0; i < data.size("plant"); i++) {
        shipped.plus(ProblemData.name("ship", i, j));
      }
      model.atLeast(ProblemData.name("demand", j), shipped, data.value("demand", j));
    }
    return model.build();
  }
}
