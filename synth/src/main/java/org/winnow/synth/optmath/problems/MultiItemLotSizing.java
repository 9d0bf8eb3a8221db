package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Several products share the hours of one line; producing each demand in its month is feasible by
 * construction.
 */
final class MultiItemLotSizing {
  static final ProblemClass TYPE =
      new ProblemClass(
          "multi_item_lot_sizing",
          ProblemGroup.PRODUCTION_AND_SCHEDULING,
          """
          \\min \\sum_{i,t} (f_i y_{it} + h_i s_{it}) \\quad \\text{s.t.} \\quad s_{i,t-1} +
          x_{it} = d_{it} + s_{it}, \\quad \\sum_i (a_i x_{it} + b_i y_{it}) \\le H, \\quad
          x_{it} \\le u_i y_{it}, \\quad x_{it}, s_{it} \\ge 0, \\; y_{it} \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("product", 2, 3),
              Parameter.size("month", 3, 4),
              Parameter.value("demand", 5, 40),
              Parameter.value("hours", 1, 5),
              Parameter.value("setting", 2, 20),
              Parameter.value("setup", 20, 150),
              Parameter.value("holding", 1, 5),
              Parameter.value("lot", 0, 40),
              Parameter.value("spare", 0, 60)),
          new ProblemText(
              """
              Several products are made on one line, any fraction of a ton of each. The demand
              of every month is met out of what is made in that month and what is in stock; at
              the beginning there is no stock. In a month in which a product is made, the line
              is set up for it once, which costs money and hours, and makes at most the largest
              lot of it. Making and setting up together may not take more hours than the line
              works in a month. Find the lowest total cost of setting up and keeping.
              """,
              List.of(new Noun("product", "products"), new Noun("month", "months")),
              List.of(
                  Field.number("available", "in a month the line works # hours"),
                  Field.table("hours", "making a ton of {0} takes # hours", "product"),
                  Field.table("setting", "setting up for {0} takes # hours", "product"),
                  Field.table("setup", "setting up for {0} costs # dollars", "product"),
                  Field.table(
                      "holding",
                      "keeping a ton of {0} until the next month costs # dollars",
                      "product"),
                  Field.table("lot", "the largest lot of {0} is # tons", "product"),
                  Field.table("demand", "of {0}, # tons are demanded in {1}", "product", "month"))),
          MultiItemLotSizing::draw,
          MultiItemLotSizing::model);

  private MultiItemLotSizing() {}

  private static void draw(Draw draw) {
    int products = draw.size("product");
    int months = draw.size("month");
    draw.fill("hours");
    draw.fill("setting");
    draw.fill("setup");
    draw.fill("holding");
    draw.fill("demand");
    ProblemData data = draw.data();
    double longest = 0;
    for (int t = 0; t < months; t++) {
      double hours = 0;
      for (int i = 0; i < products; i++) {
        hours += data.value("hours", i) * data.value("demand", i, t) + data.value("setting", i);
      }
      longest = Math.max(longest, hours);
    }
    draw.put("available", longest + draw.of("spare"));
    for (int i = 0; i < products; i++) {
      draw.put("lot", data.greatest("demand") + draw.of("lot"), i);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int t = 0; t < data.size("month"); t++) {
      Sum hours = new Sum();
      for (int i = 0; i < data.size("product"); i++) {
        String setup = model.binary(ProblemData.name("set_up", i, t));
        String make = model.continuous(ProblemData.name("make", i, t));
        String stock = model.continuous(ProblemData.name("stock", i, t));
        model.objective(data.value("setup", i), setup);
        model.objective(data.value("holding", i), stock);
        Sum balance = new Sum().plus(make).minus(stock);
        if (t > 0) {
          balance.plus(ProblemData.name("stock", i, t - 1));
        }
        model.equal(ProblemData.name("demand", i, t), balance, data.value("demand", i, t));
        Sum lot = new Sum().plus(make).minus(data.value("lot", i), setup);
        model.atMost(ProblemData.name("lot", i, t), lot, 0);
        hours.plus(data.value("hours", i), make).plus(data.value("setting", i), setup);
      }
      model.atMost(ProblemData.name("hours", t), hours, data.value("available"));
    }
    return model.build();
  }
}
