package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The most valuable projects that the budgets of all years allow; feasible by construction. */
final class CapitalBudgeting {
  static final ProblemClass TYPE =
      new ProblemClass(
          "capital_budgeting",
          ProblemGroup.FINANCE_AND_REVENUE,
          """
          \\max \\sum_p v_p x_p \\quad \\text{s.t.} \\quad \\sum_p a_{yp} x_p \\le b_y \\;
          \\forall y, \\quad x_p \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("year", 2, 4),
              Parameter.size("project", 5, 10),
              Parameter.value("value", 20, 200),
              Parameter.value("outlay", 0, 60),
              Parameter.value("percent", 30, 70)),
          new ProblemText(
              """
              A company chooses projects. A project is carried out whole or not at all, and
              needs an outlay in every year. In no year may the outlays exceed the budget. Find
              the greatest total value.
              """,
              List.of(new Noun("year", "years"), new Noun("project", "projects")),
              List.of(
                  Field.table("value", "{0} has a value of # thousand dollars", "project"),
                  Field.table("budget", "the budget of {0} is # thousand dollars", "year"),
                  Field.table(
                      "outlay", "in {0}, {1} needs # thousand dollars", "year", "project"))),
          CapitalBudgeting::draw,
          CapitalBudgeting::model);

  private CapitalBudgeting() {}

  private static void draw(Draw draw) {
    int years = draw.size("year");
    int projects = draw.size("project");
    draw.fill("value");
    draw.fill("outlay");
    for (int y = 0; y < years; y++) {
      double total = 0;
      for (int p = 0; p < projects; p++) {
        total += draw.value("outlay", y, p);
      }
      draw.put("budget", Math.floor(total * draw.of("percent") / 100), y);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    for (int p = 0; p < data.size("project"); p++) {
      model.objective(data.value("value", p), model.binary(ProblemData.name("do", p)));
    }
    for (int y = 0; y < data.size("year"); y++) {
      Sum outlay = new Sum();
      for (int p = 0; p < data.size("project"); p++) {
        outlay.plus(data.value("outlay", y, p), ProblemData.name("do", p));
      }
      model.atMost(ProblemData.name("budget", y), outlay, data.value("budget", y));
    }
    return model.build();
  }
}
