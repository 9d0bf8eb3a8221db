package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** When to produce how much of one product; feasible by construction. */
final class LotSizing {
  static final ProblemClass TYPE =
      new ProblemClass(
          "lot_sizing",
          ProblemGroup.PRODUCTION_AND_SCHEDULING,
          """
          \\min \\sum_t (f y_t + c_t x_t + h s_t) \\quad \\text{s.t.} \\quad s_{t-1} + x_t = d_t
          + s_t, \\quad x_t \\le u y_t, \\quad x_t, s_t \\ge 0, \\; y_t \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("month", 3, 7),
              Parameter.value("demand", 5, 40),
              Parameter.value("cost", 1, 9),
              Parameter.value("setup", 10, 90),
              Parameter.value("holding", 1, 4),
              Parameter.value("spare", 0, 50)),
          new ProblemText(
              """
              A factory makes one product, any fraction of a ton, and meets the demand of every
              month out of what it makes in that month and what is in stock. It may make more
              and keep it; at the beginning there is no stock. In a month in which it makes
              anything it is set up once, at a cost, and makes at most its capacity. Find the
              lowest total cost of setting up, making and keeping.
              """,
              List.of(new Noun("month", "months")),
              List.of(
                  Field.number("capacity", "in a month the factory makes at most # tons"),
                  Field.number("setup", "setting up costs # dollars"),
                  Field.number("holding", "keeping a ton until the next month costs # dollars"),
                  Field.table("demand", "the demand of {0} is # tons", "month"),
                  Field.table("cost", "making a ton in {0} costs # dollars", "month"))),
          LotSizing::draw,
          LotSizing::model);

  private LotSizing() {}

  private static void draw(Draw draw) {
    draw.size("month");
    draw.fill("setup");
    draw.fill("holding");
    draw.fill("demand");
    draw.fill("cost");
    draw.put("capacity", draw.greatest("demand") + draw.of("spare"));
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int t = 0; t < data.size("month"); t++) {
      String setup = model.binary(ProblemData.name("set_up", t));
      String make = model.continuous(ProblemData.name("make", t));
      String stock = model.continuous(ProblemData.name("stock", t));
      model.objective(data.value("setup"), setup);
      model.objective(data.value("cost", t), make);
      model.objective(data.value("holding"), stock);
      Sum balance = new Sum().plus(make).minus(stock);
      if (t > 0) {
        balance.plus(ProblemData.name("stock", t - 1));
      }
      model.equal(ProblemData.name("demand", t), balance, data.value("demand", t));
      Sum most = new Sum().plus(make).minus(data.value("capacity"), setup);
      model.atMost(ProblemData.name("most", t), most, 0);
    }
    return model.build();
  }
}
