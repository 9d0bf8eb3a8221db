package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The most valuable items that do not weigh too much; feasible by construction. */
final class Knapsack {
  static final ProblemClass TYPE =
      new ProblemClass(
          "knapsack",
          ProblemGroup.COMBINATORIAL,
          """
          \\max \\sum_i v_i x_i \\quad \\text{s.t.} \\quad \\sum_i w_i x_i \\le c, \\quad x_i
          \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("item", 3, 30),
              Parameter.value("value", 10, 300),
              Parameter.value("weight", 1, 50)),
          new ProblemText(
              """
              A hiker packs a knapsack. Every item is taken whole or left at home. The items
              that are taken may not weigh more than the knapsack holds. Find the greatest total
              value.
              """,
              List.of(new Noun("item", "items")),
              List.of(
                  Field.number("capacity", "the knapsack holds # kilograms"),
                  Field.table("value", "{0} is worth # dollars", "item"),
                  Field.table("weight", "{0} weighs # kilograms", "item"))),
          Knapsack::draw,
          Knapsack::model);

  private Knapsack() {}

  private static void draw(Draw draw) {
    draw.size("item");
    draw.fill("value");
    draw.fill("weight");
    // Seven tenths of the items fit, by weight.
    draw.put("capacity", Math.floor(draw.total("weight") * 7 / 10));
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    Sum weight = new Sum();
    for (int i = 0; i < data.size("item"); i++) {
      String take = model.binary(ProblemData.name("take", i));
      model.objective(data.value("value", i), take);
      weight.plus(data.value("weight", i), take);
    }
    model.atMost("capacity", weight, data.value("capacity"));
    return model.build();
  }
}
