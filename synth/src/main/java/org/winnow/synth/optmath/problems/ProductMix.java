package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The most profitable products for the hours there are; feasible by construction. */
final class ProductMix {
  static final ProblemClass TYPE =
      new ProblemClass(
          "product_mix",
          ProblemGroup.FINANCE_AND_REVENUE,
          """
          \\max \\sum_p v_p x_p \\quad \\text{s.t.} \\quad \\sum_p a_{mp} x_p \\le b_m \\;
          \\forall m, \\quad l_p \\le x_p \\le u_p, \\quad x_p \\in \\mathbb{Z}
          """,
          List.of(
              Parameter.size("department", 2, 4),
              Parameter.size("product", 3, 7),
              Parameter.value("profit", 5, 80),
              Parameter.value("hours", 1, 12),
              Parameter.value("committed", 0, 6),
              Parameter.value("room", 5, 40),
              Parameter.value("spare", 20, 200)),
          new ProblemText(
              """
              A factory decides how many pieces of each product to make, at least what it is
              committed to and at most what the market takes. Every piece needs hours in every
              department. Find the greatest total profit.
              """,
              List.of(new Noun("department", "departments"), new Noun("product", "products")),
              List.of(
                  Field.table("profit", "a piece of {0} brings # dollars of profit", "product"),
                  Field.table(
                      "committed", "the factory is committed to # pieces of {0}", "product"),
                  Field.table("market", "the market takes at most # pieces of {0}", "product"),
                  Field.table("available", "{0} works # hours", "department"),
                  Field.table(
                      "hours", "in {0}, a piece of {1} needs # hours", "department", "product"))),
          ProductMix::draw,
          ProductMix::model);

  private ProductMix() {}

  private static void draw(Draw draw) {
    int departments = draw.size("department");
    int products = draw.size("product");
    draw.fill("profit");
    draw.fill("committed");
    draw.fill("hours");
    for (int p = 0; p < products; p++) {
      draw.put("market", draw.value("committed", p) + draw.of("room"), p);
    }
    for (int m = 0; m < departments; m++) {
      double needed = 0;
      for (int p = 0; p < products; p++) {
        needed += draw.value("hours", m, p) * draw.value("committed", p);
      }
      draw.put("available", needed + draw.of("spare"), m);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    for (int p = 0; p < data.size("product"); p++) {
      String make =
          model.integer(
              ProblemData.name("make", p), data.value("committed", p), data.value("market", p));
      model.objective(data.value("profit", p), make);
    }
    for (int m = 0; m < data.size("department"); m++) {
      Sum hours = new Sum();
      for (int p = 0; p < data.size("product"); p++) {
        hours.plus(data.value("hours", m, p), ProblemData.name("make", p));
      }
      model.atMost(ProblemData.name("available", m), hours, data.value("available", m));
    }
    return model.build();
  }
}
