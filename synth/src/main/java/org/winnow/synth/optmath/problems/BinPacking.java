package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Parcels go into as few bins as possible; feasible by construction. */
final class BinPacking {
  static final ProblemClass TYPE =
      new ProblemClass(
          "bin_packing",
          ProblemGroup.CUTTING_AND_PACKING,
          """
          \\min \\sum_b y_b \\quad \\text{s.t.} \\quad \\sum_b x_{ib} = 1 \\; \\forall i, \\quad
          \\sum_i w_i x_{ib} \\le c y_b \\; \\forall b, \\quad x_{ib}, y_b \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("parcel", 3, 6),
              Parameter.value("weight", 10, 50),
              Parameter.value("capacity", 60, 100)),
          new ProblemText(
              """
              Parcels are packed into boxes. Every parcel goes into exactly one box, and the
              parcels in a box may not weigh more than the box holds. There are enough boxes.
              Find the smallest number of boxes that are used.
              """,
              List.of(new Noun("parcel", "parcels")),
              List.of(
                  Field.number("capacity", "every box holds # kilograms"),
                  Field.table("weight", "{0} weighs # kilograms", "parcel"))),
          BinPacking::draw,
          BinPacking::model);

  private BinPacking() {}

  private static void draw(Draw draw) {
    draw.size("parcel");
    draw.fill("capacity");
    draw.fill("weight");
  }

  private static Model model(ProblemData data) {
    int parcels = data.size("parcel");
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int b = 0; b < parcels; b++) {
      String use = model.binary(ProblemData.name("use", b));
      model.objective(1, use);
      Sum weight = new Sum();
      for (int i = 0; i < parcels; i++) {
        weight.plus(data.value("weight", i), model.binary(ProblemData.name("pack", i, b)));
      }
      weight.minus(data.value("capacity"), use);
      model.atMost(ProblemData.name("box", b), weight, 0);
    }
    for (int i = 0; i < parcels; i++) {
      Sum boxes = new Sum();
      for (int b = 0; b < parcels; b++) {
        boxes.plus(ProblemData.name("pack", i, b));
      }
      model.equal(ProblemData.name("parcel", i), boxes, 1);
    }
    return model.build();
  }
}
