package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** A number of depots, near to the villages; feasible by construction. */
final class PMedian {
  static final ProblemClass TYPE =
      new ProblemClass(
          "p_median",
          ProblemGroup.FACILITY,
          """
          \\min \\sum_{i,j} c_{ij} x_{ij} \\quad \\text{s.t.} \\quad \\sum_i x_{ij} = 1 \\;
          \\forall j, \\quad x_{ij} \\le y_i, \\quad \\sum_i y_i = p, \\quad x_{ij}, y_i \\in
          \\{0, 1\\}
          """,
          List.of(
              Parameter.size("site", 3, 5),
              Parameter.size("village", 4, 7),
              Parameter.value("distance", 1, 60)),
          new ProblemText(
              """
              An aid organisation opens depots at some of the sites; how many is fixed. Every
              village is served by exactly one open depot. Find the smallest total distance
              between villages and the depots that serve them.
              """,
              List.of(new Noun("site", "sites"), new Noun("village", "villages")),
              List.of(
                  Field.number("open", "exactly # depots are opened"),
                  Field.table(
                      "distance", "from {0} to {1} it is # kilometers", "site", "village"))),
          PMedian::draw,
          PMedian::model);

  private PMedian() {}

  private static void draw(Draw draw) {
    int sites = draw.size("site");
    draw.size("village");
    draw.put("open", 1 + draw.below(sites - 1));
    draw.fill("distance");
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    Sum depots = new Sum();
    for (int i = 0; i < data.size("site"); i++) {
      String open = model.binary(ProblemData.name("open", i));
      depots.plus(open);
      for (int j = 0; j < data.size("village"); j++) {
        String serve = model.binary(ProblemData.name("serve", i, j));
        model.objective(data.value("distance", i, j), serve);
        model.atMost(ProblemData.name("needs_open", i, j), new Sum().plus(serve).minus(open), 0);
      }
    }
    model.equal("depots", depots, data.value("open"));
    for (int j = 0; j < data.size("village"); j++) {
      Sum serving = new Sum();
      for (int i = 0; i < data.size("site"); i++) {
        serving.plus(ProblemData.name("serve", i, j));
      }
      model.equal(ProblemData.name("village", j), serving, 1);
    }
    return model.build();
  }
}
