package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Jobs go to machines with limited hours, at least cost; a drawn assignment fits by construction.
 */
final class GeneralizedAssignment {
  static final ProblemClass TYPE =
      new ProblemClass(
          "generalized_assignment",
          ProblemGroup.ASSIGNMENT,
          """
          \\min \\sum_{i,j} c_{ij} x_{ij} \\quad \\text{s.t.} \\quad \\sum_i x_{ij} = 1 \\;
          \\forall j, \\quad \\sum_j a_{ij} x_{ij} \\le b_i \\; \\forall i, \\quad x_{ij} \\in
          \\{0, 1\\}
          """,
          List.of(
              Parameter.size("machine", 2, 4),
              Parameter.size("job", 4, 9),
              Parameter.value("cost", 10, 60),
              Parameter.value("time", 5, 30),
              Parameter.value("spare", 0, 15)),
          new ProblemText(
              """
              A workshop gives each of its jobs to exactly one machine. A job takes a different
              time and causes a different cost on each machine, and a machine cannot work longer
              than its available time. Find the plan with the lowest total cost.
              """,
              List.of(new Noun("machine", "machines"), new Noun("job", "jobs")),
              List.of(
                  Field.table("available", "{0} is available for # hours", "machine"),
                  Field.table("cost", "{1} costs # dollars on {0}", "machine", "job"),
                  Field.table("time", "{1} takes # hours on {0}", "machine", "job"))),
          GeneralizedAssignment::draw,
          GeneralizedAssignment::model);

  private GeneralizedAssignment() {}

  private static void draw(Draw draw) {
    int machines = draw.size("machine");
    int jobs = draw.size("job");
    draw.fill("cost");
    draw.fill("time");
    double[] used = new double[machines];
    for (int j = 0; j < jobs; j++) {
      int machine = draw.below(machines);
      used[machine] += draw.value("time", machine, j);
    }
    for (int i = 0; i < machines; i++) {
      draw.put("available", used[i] + draw.of("spare"), i);
    }
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < data.size("machine"); i++) {
      Sum time = new Sum();
      for (int j = 0; j < data.size("job"); j++) {
        String assign = model.binary(ProblemData.name("assign", i, j));
        model.objective(data.value("cost", i, j), assign);
        time.plus(data.value("time", i, j), assign);
      }
      model.atMost(ProblemData.name("time", i), time, data.value("available", i));
    }
    for (int j = 0; j < data.size("job"); j++) {
      Sum machines = new Sum();
      for (int i = 0; i < data.size("machine"); i++) {
        machines.plus(ProblemData.name("assign", i, j));
      }
      model.equal(ProblemData.name("job", j), machines, 1);
    }
    return model.build();
  }
}
