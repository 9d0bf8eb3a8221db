package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Which aircraft fly which routes, at least cost; a drawn assignment is by construction. */
final class AircraftAssignment {
  static final ProblemClass TYPE =
      new ProblemClass(
          "aircraft_assignment",
          ProblemGroup.TRANSPORT_AND_ROUTING,
          """
          \\min \\sum_{a,r} c_{ar} x_{ar} \\quad \\text{s.t.} \\quad \\sum_r x_{ar} \\le n_a \\;
          \\forall a, \\quad \\sum_a q_a x_{ar} \\ge d_r \\; \\forall r, \\quad x_{ar} \\in
          \\mathbb{Z}_{\\ge 0}
          """,
          List.of(
              Parameter.size("aircraft", 2, 4),
              Parameter.size("route", 2, 5),
              Parameter.value("seats", 50, 300),
              Parameter.value("demand", 100, 700),
              Parameter.value("cost", 10, 90),
              Parameter.value("spare", 0, 3)),
          new ProblemText(
              """
              An airline assigns aircraft of several types to routes, a whole number of each
              type to each route. An aircraft flies one route only, and of no type are more
              assigned than there are. Every route gets at least as many seats as are demanded.
              Find the lowest total cost.
              """,
              List.of(new Noun("aircraft", "types of aircraft"), new Noun("route", "routes")),
              List.of(
                  Field.table("seats", "{0} has # seats", "aircraft"),
                  Field.table("available", "of {0}, # are available", "aircraft"),
                  Field.table("demand", "{0} demands # seats", "route"),
                  Field.table(
                      "cost",
                      "flying {1} with {0} costs # thousand dollars",
                      "aircraft",
                      "route"))),
          AircraftAssignment::draw,
          AircraftAssignment::model);

  private AircraftAssignment() {}

  private static void draw(Draw draw) {
    int types = draw.size("aircraft");
    int routes = draw.size("route");
    draw.fill("seats");
    draw.fill("demand");
    draw.fill("cost");
    int[] used = new int[types];
    for (int r = 0; r < routes; r++) {
      int type = draw.below(types);
      used[type] += (int) Math.ceil(draw.value("demand", r) / draw.value("seats", type));
    }
    for (int a = 0; a < types; a++) {
      draw.put("available", used[a] + draw.of("spare"), a);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int a = 0; a < data.size("aircraft"); a++) {
      Sum assigned = new Sum();
      for (int r = 0; r < data.size("route"); r++) {
        String fly = model.integer(ProblemData.name("fly", a, r));
        model.objective(data.value("cost", a, r), fly);
        assigned.plus(fly);
      }
      model.atMost(ProblemData.name("available", a), assigned, data.value("available", a));
    }
    for (int r = 0; r < data.size("route"); r++) {
      Sum seats = new Sum();
      for (int a = 0; a < data.size("aircraft"); a++) {
        seats.plus(data.value("seats", a), ProblemData.name("fly", a, r));
      }
      model.atLeast(ProblemData.name("demand", r), seats, data.value("demand", r));
    }
    return model.build();
  }
}
