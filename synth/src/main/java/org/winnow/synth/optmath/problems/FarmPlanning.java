package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The most profitable crops for the land, work and water there are; feasible by construction. */
final class FarmPlanning {
  static final ProblemClass TYPE =
      new ProblemClass(
          "farm_planning",
          ProblemGroup.DOMAIN_SPECIFIC,
          """
          \\max \\sum_c p_c x_c \\quad \\text{s.t.} \\quad \\sum_c x_c \\le L, \\quad \\sum_c
          a_{rc} x_c \\le b_r \\; \\forall r, \\quad 0 \\le x_c \\le u_c
          """,
          List.of(
              Parameter.size("crop", 3, 8),
              Parameter.size("resource", 2, 4),
              Parameter.value("profit", 100, 900),
              Parameter.value("use", 2, 40),
              Parameter.value("land", 40, 120),
              Parameter.value("market", 10, 60),
              Parameter.value("stock", 300, 1500)),
          new ProblemText(
              """
              A farmer decides how many hectares of every crop to grow; fractions of hectares
              are possible. The crops may not take more land than the farm has, nor more of any
              resource than there is, and no crop is grown on more land than its market allows.
              Find the greatest total profit.
              """,
              List.of(new Noun("crop", "crops"), new Noun("resource", "resources")),
              List.of(
                  Field.number("land", "the farm has # hectares of land"),
                  Field.table("profit", "a hectare of {0} brings # dollars of profit", "crop"),
                  Field.table("market", "the market allows at most # hectares of {0}", "crop"),
                  Field.table("stock", "of {0} there are # units", "resource"),
                  Field.table("use", "a hectare of {1} uses # units of {0}", "resource", "crop"))),
          FarmPlanning::draw,
          FarmPlanning::model);

  private FarmPlanning() {}

  private static void draw(Draw draw) {
    draw.size("crop");
    draw.size("resource");
    draw.fill("land");
    draw.fill("profit");
    draw.fill("market");
    draw.fill("stock");
    draw.fill("use");
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    Sum land = new Sum();
    for (int c = 0; c < data.size("crop"); c++) {
      String grow = model.continuous(ProblemData.name("grow", c), 0, data.value("market", c));
      model.objective(data.value("profit", c), grow);
      land.plus(grow);
    }
    model.atMost("land", land, data.value("land"));
    for (int r = 0; r < data.size("resource"); r++) {
      Sum use = new Sum();
      for (int c = 0; c < data.size("crop"); c++) {
        use.plus(data.value("use", r, c), ProblemData.name("grow", c));
      }
      model.atMost(ProblemData.name("stock", r), use, data.value("stock", r));
    }
    return model.build();
  }
}
