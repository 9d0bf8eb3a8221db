package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Jobs are spread over machines so that all end early; feasible by construction. */
final class ParallelMachines {
  static final ProblemClass TYPE =
      new ProblemClass(
          "parallel_machines",
          ProblemGroup.PRODUCTION_AND_SCHEDULING,
          """
          \\min C \\quad \\text{s.t.} \\quad \\sum_m x_{jm} = 1 \\; \\forall j, \\quad \\sum_j
          p_{jm} x_{jm} \\le C \\; \\forall m, \\quad x_{jm} \\in \\{0, 1\\}, \\; C \\ge 0
          """,
          List.of(
              Parameter.size("job", 4, 8),
              Parameter.size("machine", 2, 3),
              Parameter.value("hours", 2, 40)),
          new ProblemText(
              """
              Every job is done by exactly one of the machines, one job after the other on each
              machine. Find the earliest time at which all jobs can be done, counted from the
              beginning.
              """,
              List.of(new Noun("job", "jobs"), new Noun("machine", "machines")),
              List.of(Field.table("hours", "{0} takes # hours on {1}", "job", "machine"))),
          ParallelMachines::draw,
          ParallelMachines::model);

  private ParallelMachines() {}

  private static void draw(Draw draw) {
    draw.size("job");
    draw.size("machine");
    draw.fill("hours");
  }

  private static Model model(ProblemData data) {
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    String last = model.continuous("last");
    model.objective(1, last);
    for (int m = 0; m < data.size("machine"); m++) {
      Sum hours = new Sum().minus(last);
      for (int j = 0; j < data.size("job"); j++) {
        hours.plus(data.value("hours", j, m), model.binary(ProblemData.name("assign", j, m)));
      }
      model.atMost(ProblemData.name("end", m), hours, 0);
    }
    for (int j = 0; j < data.size("job"); j++) {
      Sum machines = new Sum();
      for (int m = 0; m < data.size("machine"); m++) {
        machines.plus(ProblemData.name("assign", j, m));
      }
      model.equal(ProblemData.name("job", j), machines, 1);
    }
    return model.build();
  }
}
