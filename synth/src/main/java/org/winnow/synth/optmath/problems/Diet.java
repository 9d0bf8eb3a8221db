package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The cheapest food with enough nutrients; feasible by construction. */
final class Diet {
  static final ProblemClass TYPE =
      new ProblemClass(
          "diet",
          ProblemGroup.DOMAIN_SPECIFIC,
          """
          \\min \\sum_f c_f x_f \\quad \\text{s.t.} \\quad \\sum_f a_{nf} x_f \\ge r_n \\;
          \\forall n, \\quad 0 \\le x_f \\le u_f
          """,
          List.of(
              Parameter.size("food", 4, 10),
              Parameter.size("nutrient", 3, 5),
              Parameter.value("cost", 1, 20),
              Parameter.value("content", 0, 30),
              Parameter.value("limit", 2, 6),
              Parameter.value("percent", 30, 80)),
          new ProblemText(
              """
              A canteen plans a menu. Of every food it buys some number of servings, fractions
              included, up to a limit. The menu has to contain at least the required amount of
              every nutrient. Find the lowest total cost.
              """,
              List.of(new Noun("nutrient", "nutrients"), new Noun("food", "foods")),
              List.of(
                  Field.table("cost", "a serving of {0} costs # dollars", "food"),
                  Field.table("limit", "at most # servings of {0} are bought", "food"),
                  Field.table("required", "the menu requires # grams of {0}", "nutrient"),
                  Field.table(
                      "content", "a serving of {1} contains # grams of {0}", "nutrient", "food"))),
          Diet::draw,
          Diet::model);

  private Diet() {}

  private static void draw(Draw draw) {
    int nutrients = draw.size("nutrient");
    int foods = draw.size("food");
    draw.fill("cost");
    draw.fill("limit");
    draw.fill("content");
    for (int n = 0; n < nutrients; n++) {
      double most = 0;
      for (int f = 0; f < foods; f++) {
        most += draw.value("content", n, f) * draw.value("limit", f);
      }
      draw.put("required", Math.floor(most * draw.of("percent") / 100), n);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int f = 0; f < data.size("food"); f++) {
      String buy = model.continuous(ProblemData.name("buy", f), 0, data.value("limit", f));
      model.objective(data.value("cost", f), buy);
    }
    for (int n = 0; n < data.size("nutrient"); n++) {
      Sum content = new Sum();
      for (int f = 0; f < data.size("food"); f++) {
        content.plus(data.value("content", n, f), ProblemData.name("buy", f));
      }
      model.atLeast(ProblemData.name("required", n), content, data.value("required", n));
    }
    return model.build();
  }
}
