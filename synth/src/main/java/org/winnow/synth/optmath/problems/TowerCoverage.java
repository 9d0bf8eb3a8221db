package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Cell towers within a budget that cover as many people as possible; feasible by construction. */
final class TowerCoverage {
  static final ProblemClass TYPE =
      new ProblemClass(
          "tower_coverage",
          ProblemGroup.FACILITY,
          """
          \\max \\sum_r p_r z_r \\quad \\text{s.t.} \\quad z_r \\le \\sum_{t: r \\in R_t} y_t
          \\; \\forall r, \\quad \\sum_t c_t y_t \\le B, \\quad y_t, z_r \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("tower", 4, 9),
              Parameter.size("region", 5, 10),
              Parameter.value("cost", 10, 80),
              Parameter.value("people", 5, 95),
              Parameter.value("percent", 30, 60)),
          new ProblemText(
              """
              A telephone company builds cell towers within a budget. A region is covered if at
              least one of the towers that cover it is built. Find the largest number of people
              who live in covered regions, in thousands.
              """,
              List.of(new Noun("tower", "towers"), new Noun("region", "regions")),
              List.of(
                  Field.number("budget", "the budget is # thousand dollars"),
                  Field.table("cost", "building {0} costs # thousand dollars", "tower"),
                  Field.table("people", "in {0} there live # thousand people", "region"),
                  Field.sparse("covers", "{0} covers {1}", "tower", "region"))),
          TowerCoverage::draw,
          TowerCoverage::model);

  private TowerCoverage() {}

  private static void draw(Draw draw) {
    int towers = draw.size("tower");
    int regions = draw.size("region");
    draw.fill("cost");
    draw.fill("people");
    for (int t = 0; t < towers; t++) {
      for (int r = 0; r < regions; r++) {
        if (draw.happens(30) || r == t % regions) {
          draw.state("covers", t, r);
        }
      }
    }
    draw.put("budget", Math.floor(draw.total("cost") * draw.of("percent") / 100));
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    Sum cost = new Sum();
    for (int t = 0; t < data.size("tower"); t++) {
      cost.plus(data.value("cost", t), model.binary(ProblemData.name("build", t)));
    }
    model.atMost("budget", cost, data.value("budget"));
    for (int r = 0; r < data.size("region"); r++) {
      String covered = model.binary(ProblemData.name("covered", r));
      model.objective(data.value("people", r), covered);
      Sum towers = new Sum().plus(covered);
      for (int t = 0; t < data.size("tower"); t++) {
        if (data.has("covers", t, r)) {
          towers.minus(ProblemData.name("build", t));
        }
      }
      model.atMost(ProblemData.name("region", r), towers, 0);
    }
    return model.build();
  }
}
