package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The cheapest sets that cover everything as often as needed; feasible by construction. */
final class MultiSetCover {
  static final ProblemClass TYPE =
      new ProblemClass(
          "multi_set_cover",
          ProblemGroup.COMBINATORIAL,
          """
          \\min \\sum_s c_s x_s \\quad \\text{s.t.} \\quad \\sum_{s: d \\in S_s} x_s \\ge n_d
          \\; \\forall d, \\quad x_s \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("station", 6, 12),
              Parameter.size("district", 5, 12),
              Parameter.value("cost", 1, 100),
              Parameter.value("needed", 1, 3)),
          new ProblemText(
              """
              A region chooses where to build radio stations. Every district has to be covered
              by as many of the stations that are built as it needs, or more. A station is built
              once or not at all. Find the lowest total cost.
              """,
              List.of(new Noun("station", "stations"), new Noun("district", "districts")),
              List.of(
                  Field.table("cost", "{0} costs # thousand dollars", "station"),
                  Field.table("needed", "{0} needs # or more stations", "district"),
                  Field.sparse("covers", "{0} covers {1}", "station", "district"))),
          MultiSetCover::draw,
          MultiSetCover::model);

  private MultiSetCover() {}

  private static void draw(Draw draw) {
    int stations = draw.size("station");
    int districts = draw.size("district");
    draw.fill("cost");
    for (int d = 0; d < districts; d++) {
      int covering = 0;
      for (int s = 0; s < stations; s++) {
        if (draw.happens(35) || s == d % stations) {
          draw.state("covers", s, d);
          covering++;
        }
      }
      draw.put("needed", Math.min(covering, draw.of("needed")), d);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int s = 0; s < data.size("station"); s++) {
      model.objective(data.value("cost", s), model.binary(ProblemData.name("build", s)));
    }
    for (int d = 0; d < data.size("district"); d++) {
      Sum covering = new Sum();
      for (int s = 0; s < data.size("station"); s++) {
        if (data.has("covers", s, d)) {
          covering.plus(ProblemData.name("build", s));
        }
      }
      model.atLeast(ProblemData.name("cover", d), covering, data.value("needed", d));
    }
    return model.build();
  }
}
