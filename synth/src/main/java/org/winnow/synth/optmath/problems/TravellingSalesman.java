package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The shortest round trip, with a flow that joins all cities; feasible by construction. */
final class TravellingSalesman {
  static final ProblemClass TYPE =
      new ProblemClass(
          "travelling_salesman",
          ProblemGroup.TRANSPORT_AND_ROUTING,
          """
          \\min \\sum_{i \\ne j} d_{ij} x_{ij} \\quad \\text{s.t.} \\quad \\sum_{j} x_{ij} = 1,
          \\quad \\sum_{j} x_{ji} = 1 \\; \\forall i, \\quad f_{ij} \\le n x_{ij}, \\quad
          \\sum_i f_{ij} - \\sum_k f_{jk} = 1 \\; \\forall j \\ne s, \\quad f_{ij} \\ge 0, \\;
          x_{ij} \\in \\{0, 1\\}
          """,
          List.of(Parameter.size("city", 3, 6), Parameter.value("distance", 10, 1000)),
          new ProblemText(
              """
              A salesman leaves the first city, visits every other city exactly once and comes
              back. The way from one city to another may be longer than the way back. Find the
              shortest round trip.
              """,
              List.of(new Noun("city", "cities")),
              List.of(
                  Field.sparse("start", "the round trip starts in {0}", "city"),
                  Field.sparse("distance", "from {0} to {1} it is # kilometers", "city", "city"))),
          TravellingSalesman::draw,
          TravellingSalesman::model);

  private TravellingSalesman() {}

  private static void draw(Draw draw) {
    int cities = draw.size("city");
    draw.state("start", 0);
    for (int i = 0; i < cities; i++) {
      for (int j = 0; j < cities; j++) {
        if (i != j) {
          draw.put("distance", draw.of("distance"), i, j);
        }
      }
    }
  }

  private static Model model(ProblemData data) {
    int cities = data.size("city");
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < cities; i++) {
      for (int j = 0; j < cities; j++) {
        if (data.has("distance", i, j)) {
          String go = model.binary(ProblemData.name("go", i, j));
          String load = model.continuous(ProblemData.name("load", i, j));
          model.objective(data.value("distance", i, j), go);
          model.atMost(ProblemData.name("joined", i, j), new Sum().plus(load).minus(cities, go), 0);
        }
      }
    }
    for (int j = 0; j < cities; j++) {
      Sum leaves = new Sum();
      Sum arrives = new Sum();
      Sum stays = new Sum();
      for (int i = 0; i < cities; i++) {
        if (i != j) {
          leaves.plus(ProblemData.name("go", j, i));
          arrives.plus(ProblemData.name("go", i, j));
          stays.plus(ProblemData.name("load", i, j)).minus(ProblemData.name("load", j, i));
        }
      }
      model.equal(ProblemData.name("leaves", j), leaves, 1);
      model.equal(ProblemData.name("arrives", j), arrives, 1);
      if (!data.has("start", j)) {
        model.equal(ProblemData.name("stays", j), stays, 1);
      }
    }
    return model.build();
  }
}
