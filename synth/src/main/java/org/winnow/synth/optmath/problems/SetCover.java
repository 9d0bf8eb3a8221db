package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The cheapest sets that cover everything; feasible by construction. */
final class SetCover {
  static final ProblemClass TYPE =
      new ProblemClass(
          "set_cover",
          ProblemGroup.COMBINATORIAL,
          """
          \\min \\sum_s c_s x_s \\quad \\text{s.t.} \\quad \\sum_{s: d \\in S_s} x_s \\ge 1 \\;
          \\forall d, \\quad x_s \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("station", 5, 12),
              Parameter.size("district", 6, 15),
              Parameter.value("cost", 1, 100)),
          new ProblemText(
              """
              A city chooses where to build fire stations. Every district has to be covered by
              at least one station that is built. Find the lowest total cost.
              """,
              List.of(new Noun("station", "stations"), new Noun("district", "districts")),
              List.of(
                  Field.table("cost", "{0} costs # thousand dollars", "station"),
                  Field.sparse("covers", "{0} covers {1}", "station", "district"))),
          SetCover::draw,
          SetCover::model);

  private SetCover() {}

  private static void draw(Draw draw) {
    int stations = draw.size("station");
    int districts = draw.size("district");
    draw.fill("cost");
    for (int d = 0; d < districts; d++) {
      int sure = draw.below(stations);
      for (int s = 0; s < stations; s++) {
        if (draw.happens(30) || s == sure) {
          draw.state("covers", s, d);
        }
      }
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
      model.atLeast(ProblemData.name("cover", d), covering, 1);
    }
    return model.build();
  }
}
