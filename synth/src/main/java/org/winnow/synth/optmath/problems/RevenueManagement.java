package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** How many tickets of each kind an airline sells; feasible by construction. */
final class RevenueManagement {
  static final ProblemClass TYPE =
      new ProblemClass(
          "revenue_management",
          ProblemGroup.FINANCE_AND_REVENUE,
          """
          \\max \\sum_k p_k x_k \\quad \\text{s.t.} \\quad \\sum_{k: l \\in L_k} x_k \\le s_l
          \\; \\forall l, \\quad 0 \\le x_k \\le d_k, \\quad x_k \\in \\mathbb{Z}
          """,
          List.of(
              Parameter.size("ticket", 3, 8),
              Parameter.size("flight", 2, 5),
              Parameter.value("price", 50, 600),
              Parameter.value("demand", 5, 60),
              Parameter.value("seats", 20, 120)),
          new ProblemText(
              """
              An airline sells tickets. A ticket takes one seat on each flight that it is for.
              On no flight can more seats be taken than there are, and of no ticket can more be
              sold than are demanded. Find the greatest revenue.
              """,
              List.of(new Noun("ticket", "tickets"), new Noun("flight", "flights")),
              List.of(
                  Field.table("price", "{0} sells for # dollars", "ticket"),
                  Field.table("demand", "of {0}, at most # are demanded", "ticket"),
                  Field.table("seats", "{0} has # seats", "flight"),
                  Field.sparse("uses", "{0} is for {1}", "ticket", "flight"))),
          RevenueManagement::draw,
          RevenueManagement::model);

  private RevenueManagement() {}

  private static void draw(Draw draw) {
    int tickets = draw.size("ticket");
    int flights = draw.size("flight");
    draw.fill("price");
    draw.fill("demand");
    draw.fill("seats");
    for (int k = 0; k < tickets; k++) {
      int sure = draw.below(flights);
      for (int l = 0; l < flights; l++) {
        if (draw.happens(30) || l == sure) {
          draw.state("uses", k, l);
        }
      }
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    for (int k = 0; k < data.size("ticket"); k++) {
      String sell = model.integer(ProblemData.name("sell", k), 0, data.value("demand", k));
      model.objective(data.value("price", k), sell);
    }
    for (int l = 0; l < data.size("flight"); l++) {
      Sum taken = new Sum();
      for (int k = 0; k < data.size("ticket"); k++) {
        if (data.has("uses", k, l)) {
          taken.plus(ProblemData.name("sell", k));
        }
      }
      model.atMost(ProblemData.name("seats", l), taken, data.value("seats", l));
    }
    return model.build();
  }
}
