package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Which warehouses open and whom they supply, at least cost; feasible by construction. */
final class FacilityLocation {
  static final ProblemClass TYPE =
      new ProblemClass(
          "capacitated_facility_location",
          ProblemGroup.FACILITY,
          """
          \\min \\sum_i f_i y_i + \\sum_{i,j} c_{ij} x_{ij} \\quad \\text{s.t.} \\quad \\sum_i
          x_{ij} = d_j \\; \\forall j, \\quad \\sum_j x_{ij} \\le u_i y_i \\; \\forall i, \\quad
          x_{ij} \\ge 0, \\; y_i \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("site", 2, 5),
              Parameter.size("customer", 3, 6),
              Parameter.value("fixed", 800, 1200),
              Parameter.value("demand", 30, 50),
              Parameter.value("cost", 1, 20),
              Parameter.value("spare", 10, 120)),
          new ProblemText(
              """
              A company chooses the sites at which it opens warehouses and how much each
              warehouse delivers to each customer; fractions are possible. Every customer gets
              exactly what it demands. An open warehouse delivers at most its capacity, and a
              closed one nothing. Find the lowest total of opening and delivery costs.
              """,
              List.of(new Noun("site", "sites"), new Noun("customer", "customers")),
              List.of(
                  Field.table("fixed", "opening {0} costs # dollars", "site"),
                  Field.table("capacity", "{0} has a capacity of # tons", "site"),
                  Field.table("demand", "{0} demands # tons", "customer"),
                  Field.table(
                      "cost",
                      "delivering one ton from {0} to {1} costs # dollars",
                      "site",
                      "customer"))),
          FacilityLocation::draw,
          FacilityLocation::model);

  private FacilityLocation() {}

  private static void draw(Draw draw) {
    int sites = draw.size("site");
    draw.size("customer");
    draw.fill("fixed");
    draw.fill("demand");
    draw.fill("cost");
    double share = Math.ceil(draw.total("demand") / sites);
    for (int i = 0; i < sites; i++) {
      draw.put("capacity", share + draw.of("spare"), i);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < data.size("site"); i++) {
      String open = model.binary(ProblemData.name("open", i));
      model.objective(data.value("fixed", i), open);
      Sum delivered = new Sum();
      for (int j = 0; j < data.size("customer"); j++) {
        String amount = model.continuous(ProblemData.name("deliver", i, j));
        model.objective(data.value("cost", i, j), amount);
        delivered.plus(amount);
      }
      delivered.minus(data.value("capacity", i), open);
      model.atMost(ProblemData.name("capacity", i), delivered, 0);
    }
    for (int j = 0; j < data.size("customer"); j++) {
      Sum delivered = new Sum();
      for (int i = 0; i < data.size("site"); i++) {
        delivered.plus(ProblemData.name("deliver", i, j));
      }
      model.equal(ProblemData.name("demand", j), delivered, data.value("demand", j));
    }
    return model.build();
  }
}
