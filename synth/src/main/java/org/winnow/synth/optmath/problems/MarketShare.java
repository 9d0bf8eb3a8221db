package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Retailers are split so that the sales of each product are near to a target; feasible by
 * construction.
 */
final class MarketShare {
  static final ProblemClass TYPE =
      new ProblemClass(
          "market_share",
          ProblemGroup.COMBINATORIAL,
          """
          \\min \\sum_p (o_p + u_p) \\quad \\text{s.t.} \\quad \\sum_r a_{pr} x_r - o_p + u_p =
          t_p \\; \\forall p, \\quad x_r \\in \\{0, 1\\}, \\; o_p, u_p \\ge 0
          """,
          List.of(
              Parameter.size("product", 2, 2),
              Parameter.size("retailer", 5, 10),
              Parameter.value("sales", 5, 90)),
          new ProblemText(
              """
              A company splits its retailers between two divisions: a retailer goes to the first
              division or to the second one. For every product, the sales of the retailers in
              the first division should come to a target. Find the smallest total of all
              deviations from the targets, above and below.
              """,
              List.of(new Noun("product", "products"), new Noun("retailer", "retailers")),
              List.of(
                  Field.table("target", "the target for {0} is # tons", "product"),
                  Field.table("sales", "of {0}, {1} sells # tons", "product", "retailer"))),
          MarketShare::draw,
          MarketShare::model);

  private MarketShare() {}

  private static void draw(Draw draw) {
    int products = draw.size("product");
    int retailers = draw.size("retailer");
    draw.fill("sales");
    for (int p = 0; p < products; p++) {
      double total = 0;
      for (int r = 0; r < retailers; r++) {
        total += draw.value("sales", p, r);
      }
      draw.put("target", Math.floor(total / 2), p);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int r = 0; r < data.size("retailer"); r++) {
      model.binary(ProblemData.name("first", r));
    }
    for (int p = 0; p < data.size("product"); p++) {
      String over = model.continuous(ProblemData.name("over", p));
      String under = model.continuous(ProblemData.name("under", p));
      model.objective(1, over).objective(1, under);
      Sum sales = new Sum().minus(over).plus(under);
      for (int r = 0; r < data.size("retailer"); r++) {
        sales.plus(data.value("sales", p, r), ProblemData.name("first", r));
      }
      model.equal(ProblemData.name("target", p), sales, data.value("target", p));
    }
    return model.build();
  }
}
