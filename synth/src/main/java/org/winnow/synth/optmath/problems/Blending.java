package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The cheapest mixture whose contents are within limits; an even mixture is by construction. */
final class Blending {
  static final ProblemClass TYPE =
      new ProblemClass(
          "blending",
          ProblemGroup.CUTTING_AND_PACKING,
          """
          \\min \\sum_m c_m x_m \\quad \\text{s.t.} \\quad \\sum_m x_m = 1, \\quad l_q \\le
          \\sum_m a_{qm} x_m \\le u_q \\; \\forall q, \\quad x_m \\ge 0
          """,
          List.of(
              Parameter.size("material", 3, 7),
              Parameter.size("element", 2, 4),
              Parameter.value("cost", 20, 90),
              Parameter.value("content", 0, 40),
              Parameter.value("room", 1, 6)),
          new ProblemText(
              """
              A foundry mixes raw materials into an alloy. The shares of the materials are
              fractions that add up to one. The content of each element in the alloy is the
              average of its contents in the materials, weighted by the shares, and has to be
              within its limits. Find the lowest cost of one ton of alloy.
              """,
              List.of(new Noun("element", "elements"), new Noun("material", "materials")),
              List.of(
                  Field.table("cost", "one ton of {0} costs # dollars", "material"),
                  Field.table("content", "in {1}, {0} makes up # percent", "element", "material"),
                  Field.table(
                      "least", "in the alloy, {0} has to make up at least # percent", "element"),
                  Field.table(
                      "most", "in the alloy, {0} may make up at most # percent", "element"))),
          Blending::draw,
          Blending::model);

  private Blending() {}

  private static void draw(Draw draw) {
    int elements = draw.size("element");
    int materials = draw.size("material");
    draw.fill("cost");
    draw.fill("content");
    for (int q = 0; q < elements; q++) {
      double total = 0;
      for (int m = 0; m < materials; m++) {
        total += draw.value("content", q, m);
      }
      draw.put("least", Math.max(0, Math.floor(total / materials) - draw.of("room")), q);
      draw.put("most", Math.ceil(total / materials) + draw.of("room"), q);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    Sum shares = new Sum();
    for (int m = 0; m < data.size("material"); m++) {
      String share = model.continuous(ProblemData.name("share", m));
      model.objective(data.value("cost", m), share);
      shares.plus(share);
    }
    model.equal("whole", shares, 1);
    for (int q = 0; q < data.size("element"); q++) {
      Sum content = new Sum();
      for (int m = 0; m < data.size("material"); m++) {
        content.plus(data.value("content", q, m), ProblemData.name("share", m));
      }
      model.atLeast(ProblemData.name("least", q), content, data.value("least", q));
      model.atMost(ProblemData.name("most", q), content, data.value("most", q));
    }
    return model.build();
  }
}
