package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** What a mill makes, keeps and sells week by week; feasible by construction. */
final class MultiPeriodProduction {
  static final ProblemClass TYPE =
      new ProblemClass(
          "multi_period_production",
          ProblemGroup.PRODUCTION_AND_SCHEDULING,
          """
          \\max \\sum_{p,t} (r_{pt} y_{pt} - c_p x_{pt} - h_p s_{pt}) \\quad \\text{s.t.} \\quad
          s_{p,t-1} + x_{pt} = y_{pt} + s_{pt}, \\quad \\sum_p a_p x_{pt} \\le H_t, \\quad
          y_{pt} \\le u_{pt}, \\quad x_{pt}, y_{pt}, s_{pt} \\ge 0
          """,
          List.of(
              Parameter.size("product", 2, 3),
              Parameter.size("week", 2, 4),
              Parameter.value("revenue", 20, 60),
              Parameter.value("cost", 5, 20),
              Parameter.value("holding", 1, 5),
              Parameter.value("hours", 1, 6),
              Parameter.value("market", 10, 60),
              Parameter.value("available", 60, 200)),
          new ProblemText(
              """
              A mill makes products and sells them in the same week or later, any fraction of a
              ton; at the beginning there is no stock. In no week does it work longer than it
              can, or sell more of a product than the market takes. Find the greatest profit,
              which is the revenue less the cost of making and of keeping products from a week
              to the next.
              """,
              List.of(new Noun("product", "products"), new Noun("week", "weeks")),
              List.of(
                  Field.table("available", "in {0} the mill works # hours", "week"),
                  Field.table("cost", "making a ton of {0} costs # dollars", "product"),
                  Field.table("holding", "keeping a ton of {0} costs # dollars a week", "product"),
                  Field.table("hours", "a ton of {0} takes # hours", "product"),
                  Field.table(
                      "revenue", "a ton of {0} sells for # dollars in {1}", "product", "week"),
                  Field.table(
                      "market", "the market for {0} takes # tons in {1}", "product", "week"))),
          MultiPeriodProduction::draw,
          MultiPeriodProduction::model);

  private MultiPeriodProduction() {}

  private static void draw(Draw draw) {
    draw.size("product");
    draw.size("week");
    draw.fill("available");
    draw.fill("cost");
    draw.fill("holding");
    draw.fill("hours");
    draw.fill("revenue");
    draw.fill("market");
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    for (int t = 0; t < data.size("week"); t++) {
      Sum hours = new Sum();
      for (int p = 0; p < data.size("product"); p++) {
        String make = model.continuous(ProblemData.name("make", p, t));
        String sell =
            model.continuous(ProblemData.name("sell", p, t), 0, data.value("market", p, t));
        String keep = model.continuous(ProblemData.name("keep", p, t));
        model.objective(-data.value("cost", p), make);
        model.objective(data.value("revenue", p, t), sell);
        model.objective(-data.value("holding", p), keep);
        Sum balance = new Sum().plus(make).minus(sell).minus(keep);
        if (t > 0) {
          balance.plus(ProblemData.name("keep", p, t - 1));
        }
        model.equal(ProblemData.name("balance", p, t), balance, 0);
        hours.plus(data.value("hours", p), make);
      }
      model.atMost(ProblemData.name("hours", t), hours, data.value("available", t));
    }
    return model.build();
  }
}
