package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** As many people as possible get one of the cars that they accept. */
final class CarSelection {
  static final ProblemClass TYPE =
      new ProblemClass(
          "car_selection",
          ProblemGroup.ASSIGNMENT,
          """
          \\max \\sum_{(i,j) \\in A} x_{ij} \\quad \\text{s.t.} \\quad \\sum_{j: (i,j) \\in A}
          x_{ij} \\le 1 \\; \\forall i, \\quad \\sum_{i: (i,j) \\in A} x_{ij} \\le 1 \\;
          \\forall j, \\quad x_{ij} \\in \\{0, 1\\}
          """,
          List.of(Parameter.size("participant", 3, 8), Parameter.size("car", 3, 8)),
          new ProblemText(
              """
              Participants of a trip say which cars they accept. A participant gets at most one
              car, and a car goes to at most one participant. Find the largest number of
              participants who get a car that they accept.
              """,
              List.of(new Noun("participant", "participants"), new Noun("car", "cars")),
              List.of(Field.sparse("accepts", "{0} accepts {1}", "participant", "car"))),
          CarSelection::draw,
          CarSelection::model);

  private CarSelection() {}

  private static void draw(Draw draw) {
    int participants = draw.size("participant");
    int cars = draw.size("car");
    for (int i = 0; i < participants; i++) {
      int sure = draw.below(cars);
      for (int j = 0; j < cars; j++) {
        if (draw.happens(35) || j == sure) {
          draw.state("accepts", i, j);
        }
      }
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    for (int i = 0; i < data.size("participant"); i++) {
      Sum cars = new Sum();
      for (int j = 0; j < data.size("car"); j++) {
        if (data.has("accepts", i, j)) {
          String gets = model.binary(ProblemData.name("gets", i, j));
          model.objective(1, gets);
          cars.plus(gets);
        }
      }
      model.atMost(ProblemData.name("participant", i), cars, 1);
    }
    for (int j = 0; j < data.size("car"); j++) {
      Sum participants = new Sum();
      for (int i = 0; i < data.size("participant"); i++) {
        if (data.has("accepts", i, j)) {
          participants.plus(ProblemData.name("gets", i, j));
        }
      }
      model.atMost(ProblemData.name("car", j), participants, 1);
    }
    return model.build();
  }
}
