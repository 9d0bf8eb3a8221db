package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Shares of assets whose worst return is best (Young 1998), which is linear; feasible by
 * construction.
 */
final class Portfolio {
  static final ProblemClass TYPE =
      new ProblemClass(
          "portfolio",
          ProblemGroup.FINANCE_AND_REVENUE,
          """
          \\max t \\quad \\text{s.t.} \\quad t \\le \\sum_a r_{sa} x_a \\; \\forall s, \\quad
          \\sum_a x_a = 1, \\quad 0 \\le x_a \\le u
          """,
          List.of(
              Parameter.size("scenario", 3, 7),
              Parameter.size("asset", 4, 8),
              Parameter.value("returns", -15, 30),
              Parameter.value("percent", 35, 60)),
          new ProblemText(
              """
              An investor splits a fund between assets. The shares are fractions that add up to
              one, and no share may be greater than a limit. The return of the fund in a
              scenario is the average of the returns of its assets, weighted by the shares. Find
              the greatest return, in percent, that the fund has in its worst scenario.
              """,
              List.of(new Noun("scenario", "scenarios"), new Noun("asset", "assets")),
              List.of(
                  Field.number("limit", "no share may exceed #"),
                  Field.table("returns", "in {0}, {1} returns # percent", "scenario", "asset"))),
          Portfolio::draw,
          Portfolio::model);

  private Portfolio() {}

  private static void draw(Draw draw) {
    draw.size("scenario");
    int assets = draw.size("asset");
    // With few assets a small limit would leave a part of the fund over.
    int least = (100 + assets - 1) / assets;
    draw.put("limit", Math.max(least, draw.of("percent")) / 100.0);
    draw.fill("returns");
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    String worst = model.continuous("worst", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    model.objective(1, worst);
    Sum shares = new Sum();
    for (int a = 0; a < data.size("asset"); a++) {
      shares.plus(model.continuous(ProblemData.name("share", a), 0, data.value("limit")));
    }
    model.equal("whole", shares, 1);
    for (int s = 0; s < data.size("scenario"); s++) {
      Sum returns = new Sum();
      for (int a = 0; a < data.size("asset"); a++) {
        returns.plus(data.value("returns", s, a), ProblemData.name("share", a));
      }
      returns.minus(worst);
      model.atLeast(ProblemData.name("scenario", s), returns, 0);
    }
    return model.build();
  }
}
