package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Rolls are cut by patterns, as few as possible; feasible by construction. */
final class CuttingStock {
  static final ProblemClass TYPE =
      new ProblemClass(
          "cutting_stock",
          ProblemGroup.CUTTING_AND_PACKING,
          """
          \\min \\sum_p x_p \\quad \\text{s.t.} \\quad \\sum_p a_{wp} x_p \\ge d_w \\; \\forall
          w, \\quad x_p \\in \\mathbb{Z}_{\\ge 0}
          """,
          List.of(
              Parameter.size("width", 3, 5),
              Parameter.size("extra", 1, 4),
              Parameter.value("roll", 50, 120),
              Parameter.value("demand", 10, 50)),
          new ProblemText(
              """
              A paper mill cuts large rolls into smaller ones of several widths. A roll is cut
              by one of the patterns, and each pattern can be used for any whole number of
              rolls. At least the ordered number of pieces of each width has to be cut. Find the
              smallest number of large rolls.
              """,
              List.of(new Noun("width", "widths"), new Noun("pattern", "patterns")),
              List.of(
                  Field.table("demand", "for {0} there are orders of # pieces", "width"),
                  Field.sparse("yields", "{1} yields # pieces of {0}", "width", "pattern"))),
          CuttingStock::draw,
          CuttingStock::model);

  private CuttingStock() {}

  private static void draw(Draw draw) {
    int widths = draw.size("width");
    int patterns = draw.size("pattern", widths + draw.of("extra"));
    int roll = draw.of("roll");
    int[] lengths = new int[widths];
    for (int w = 0; w < widths; w++) {
      lengths[w] = Math.max(1, roll / 5) + draw.below(Math.max(1, roll / 4));
    }
    draw.fill("demand");
    // A pattern for each width alone, so that every order can be met, and then mixed ones.
    for (int w = 0; w < widths; w++) {
      draw.put("yields", roll / lengths[w], w, w);
    }
    for (int p = widths; p < patterns; p++) {
      int sure = draw.below(widths);
      int left = roll - lengths[sure];
      for (int w = 0; w < widths; w++) {
        int more = draw.below(left / lengths[w] + 1);
        left -= more * lengths[w];
        int pieces = more + (w == sure ? 1 : 0);
        if (pieces > 0) {
          draw.put("yields", pieces, w, p);
        }
      }
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int p = 0; p < data.size("pattern"); p++) {
      model.objective(1, model.integer(ProblemData.name("rolls", p)));
    }
    for (int w = 0; w < data.size("width"); w++) {
      Sum pieces = new Sum();
      for (int p = 0; p < data.size("pattern"); p++) {
        if (data.has("yields", w, p)) {
          pieces.plus(data.value("yields", w, p), ProblemData.name("rolls", p));
        }
      }
      model.atLeast(ProblemData.name("demand", w), pieces, data.value("demand", w));
    }
    return model.build();
  }
}
