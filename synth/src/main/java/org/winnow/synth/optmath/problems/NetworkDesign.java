package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Which lines are built so that a source reaches all towns; a ring of lines suffices by
 * construction.
 */
final class NetworkDesign {
  static final ProblemClass TYPE =
      new ProblemClass(
          "network_design",
          ProblemGroup.NETWORK,
          """
          \\min \\sum_{(i,j) \\in A} (f_{ij} y_{ij} + c_{ij} x_{ij}) \\quad \\text{s.t.} \\quad
          \\sum_{i: (i,j) \\in A} x_{ij} - \\sum_{k: (j,k) \\in A} x_{jk} = d_j \\; \\forall j
          \\ne s, \\quad x_{ij} \\le u y_{ij}, \\quad x_{ij} \\ge 0, \\; y_{ij} \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("town", 3, 6),
              Parameter.value("fixed", 50, 300),
              Parameter.value("cost", 1, 10),
              Parameter.value("demand", 1, 20),
              Parameter.value("spare", 0, 20)),
          new ProblemText(
              """
              A network of lines brings power from the town with the plant, which makes as much
              as is needed, to all other towns. Lines have a direction. What arrives in a town
              and does not stay there as its demand goes on. Only lines that are built carry
              power, and every one of them at most the same amount. Find the lowest total cost
              of building and carrying.
              """,
              List.of(new Noun("town", "towns")),
              List.of(
                  Field.sparse("plant", "the plant is in {0}", "town"),
                  Field.number("capacity", "a line carries at most # megawatts"),
                  Field.sparse("demand", "{0} demands # megawatts", "town"),
                  Field.sparse(
                      "fixed", "building the line from {0} to {1} costs # dollars", "town", "town"),
                  Field.sparse(
                      "cost",
                      "carrying a megawatt from {0} to {1} costs # dollars",
                      "town",
                      "town"))),
          NetworkDesign::draw,
          NetworkDesign::model);

  private NetworkDesign() {}

  private static void draw(Draw draw) {
    int towns = draw.size("town");
    draw.state("plant", 0);
    for (int j = 1; j < towns; j++) {
      draw.put("demand", draw.of("demand"), j);
    }
    draw.put("capacity", draw.total("demand") + draw.of("spare"));
    for (int i = 0; i < towns; i++) {
      for (int j = 0; j < towns; j++) {
        if (i != j && (j == (i + 1) % towns || draw.happens(35))) {
          draw.put("fixed", draw.of("fixed"), i, j);
          draw.put("cost", draw.of("cost"), i, j);
        }
      }
    }
  }

  private static Model model(ProblemData data) {
    int towns = data.size("town");
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < towns; i++) {
      for (int j = 0; j < towns; j++) {
        if (data.has("fixed", i, j)) {
          String build = model.binary(ProblemData.name("build", i, j));
          String flow = model.continuous(ProblemData.name("flow", i, j));
          model.objective(data.value("fixed", i, j), build);
          model.objective(data.value("cost", i, j), flow);
          Sum built = new Sum().plus(flow).minus(data.value("capacity"), build);
          model.atMost(ProblemData.name("built", i, j), built, 0);
        }
      }
    }
    for (int j = 0; j < towns; j++) {
      if (data.has("plant", j)) {
        continue;
      }
      Sum stays = new Sum();
      for (int i = 0; i < towns; i++) {
        if (data.has("fixed", i, j)) {
          stays.plus(ProblemData.name("flow", i, j));
        }
        if (data.has("fixed", j, i)) {
          stays.minus(ProblemData.name("flow", j, i));
        }
      }
      model.equal(ProblemData.name("demand", j), stays, data.value("demand", j));
    }
    return model.build();
  }
}
