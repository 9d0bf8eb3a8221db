package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Trucks with limited loads visit all customers; feasible by construction, since any two fit on a
 * truck.
 */
final class VehicleRouting {
  static final ProblemClass TYPE =
      new ProblemClass(
          "vehicle_routing",
          ProblemGroup.TRANSPORT_AND_ROUTING,
          """
          \\min \\sum_{i \\ne j} d_{ij} x_{ij} \\quad \\text{s.t.} \\quad \\sum_i x_{ij} = 1,
          \\quad \\sum_k x_{jk} = 1 \\; \\forall j \\ne s, \\quad \\sum_j x_{sj} \\le K, \\quad
          f_{ij} \\le Q x_{ij}, \\quad \\sum_i f_{ij} - \\sum_k f_{jk} = q_j \\; \\forall j \\ne
          s, \\quad f_{ij} \\ge 0, \\; x_{ij} \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("place", 4, 5),
              Parameter.value("distance", 5, 90),
              Parameter.value("demand", 1, 10),
              Parameter.value("spare", 0, 8)),
          new ProblemText(
              """
              Trucks leave the depot, bring the customers at the other places what they demand,
              and come back to it. Every customer is visited by exactly one truck, once. A truck
              carries at most its capacity, and there is a fixed number of trucks, which need
              not all be used. The way from one place to another may be longer than the way
              back. Find the shortest total distance.
              """,
              List.of(new Noun("place", "places")),
              List.of(
                  Field.sparse("depot", "the depot is at {0}", "place"),
                  Field.number("trucks", "there are at most # trucks"),
                  Field.number("capacity", "a truck carries at most # tons"),
                  Field.sparse("demand", "{0} demands # tons", "place"),
                  Field.sparse(
                      "distance", "from {0} to {1} it is # kilometers", "place", "place"))),
          VehicleRouting::draw,
          VehicleRouting::model);

  private VehicleRouting() {}

  private static void draw(Draw draw) {
    int places = draw.size("place");
    draw.state("depot", 0);
    draw.put("trucks", places / 2);
    for (int j = 1; j < places; j++) {
      draw.put("demand", draw.of("demand"), j);
    }
    draw.put("capacity", 2 * draw.greatest("demand") + draw.of("spare"));
    for (int i = 0; i < places; i++) {
      for (int j = 0; j < places; j++) {
        if (i != j) {
          draw.put("distance", draw.of("distance"), i, j);
        }
      }
    }
  }

  private static Model model(ProblemData data) {
    int places = data.size("place");
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < places; i++) {
      for (int j = 0; j < places; j++) {
        if (data.has("distance", i, j)) {
          String go = model.binary(ProblemData.name("go", i, j));
          String load = model.continuous(ProblemData.name("load", i, j));
          model.objective(data.value("distance", i, j), go);
          Sum most = new Sum().plus(load).minus(data.value("capacity"), go);
          model.atMost(ProblemData.name("capacity", i, j), most, 0);
        }
      }
    }
    for (int j = 0; j < places; j++) {
      Sum leaves = new Sum();
      Sum arrives = new Sum();
      Sum stays = new Sum();
      for (int i = 0; i < places; i++) {
        if (i != j) {
          leaves.plus(ProblemData.name("go", j, i));
          arrives.plus(ProblemData.name("go", i, j));
          stays.plus(ProblemData.name("load", i, j)).minus(ProblemData.name("load", j, i));
        }
      }
      if (data.has("depot", j)) {
        model.atMost("trucks", leaves, data.value("trucks"));
      } else {
        model.equal(ProblemData.name("leaves", j), leaves, 1);
        model.equal(ProblemData.name("arrives", j), arrives, 1);
        model.equal(ProblemData.name("stays", j), stays, data.value("demand", j));
      }
    }
    return model.build();
  }
}
