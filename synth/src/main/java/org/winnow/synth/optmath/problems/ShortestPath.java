package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** The shortest way between two towns; a ring of roads suffices by construction. */
final class ShortestPath {
  static final ProblemClass TYPE =
      new ProblemClass(
          "shortest_path",
          ProblemGroup.NETWORK,
          """
          \\min \\sum_{(i,j) \\in A} l_{ij} x_{ij} \\quad \\text{s.t.} \\quad \\sum_{k: (j,k)
          \\in A} x_{jk} - \\sum_{i: (i,j) \\in A} x_{ij} = [j = s] - [j = t] \\; \\forall j,
          \\quad x_{ij} \\in \\{0, 1\\}
          """,
          List.of(Parameter.size("town", 4, 9), Parameter.value("length", 1, 100)),
          new ProblemText(
              """
              A driver wants to get from one town to another along roads that have a direction.
              Find the shortest way.
              """,
              List.of(new Noun("town", "towns")),
              List.of(
                  Field.sparse("start", "the trip starts in {0}", "town"),
                  Field.sparse("end", "the trip ends in {0}", "town"),
                  Field.sparse(
                      "length", "the road from {0} to {1} is # kilometers long", "town", "town"))),
          ShortestPath::draw,
          ShortestPath::model);

  private ShortestPath() {}

  private static void draw(Draw draw) {
    int towns = draw.size("town");
    draw.state("start", 0);
    draw.state("end", towns - 1);
    for (int i = 0; i < towns; i++) {
      for (int j = 0; j < towns; j++) {
        if (i != j && (j == (i + 1) % towns || draw.happens(35))) {
          draw.put("length", draw.of("length"), i, j);
        }
      }
    }
  }

  private static Model model(ProblemData data) {
    int towns = data.size("town");
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < towns; i++) {
      for (int j = 0; j < towns; j++) {
        if (data.has("length", i, j)) {
          model.objective(
              data.value("length", i, j), model.binary(ProblemData.name("drive", i, j)));
        }
      }
    }
    for (int j = 0; j < towns; j++) {
      Sum leaves = new Sum();
      for (int i = 0; i < towns; i++) {
        if (data.has("length", j, i)) {
          leaves.plus(ProblemData.name("drive", j, i));
        }
        if (data.has("length", i, j)) {
          leaves.minus(ProblemData.name("drive", i, j));
        }
      }
      int start = data.has("start", j) ? 1 : 0;
      int end = data.has("end", j) ? 1 : 0;
      model.equal(ProblemData.name("town", j), leaves, start - end);
    }
    return model.build();
  }
}
