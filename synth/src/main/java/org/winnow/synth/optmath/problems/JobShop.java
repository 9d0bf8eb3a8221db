package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Jobs visit all machines in orders of their own; one after the other is feasible by construction.
 */
final class JobShop {
  static final ProblemClass TYPE =
      new ProblemClass(
          "job_shop",
          ProblemGroup.PRODUCTION_AND_SCHEDULING,
          """
          \\min C \\quad \\text{s.t.} \\quad s_{jm} + p_{jm} \\le s_{jn} \\text{ where } j
          \\text{ visits } m \\text{ right before } n, \\quad s_{jm} + p_{jm} \\le C, \\quad
          s_{im} + p_{im} \\le s_{jm} + H y_{jim}, \\quad y_{ijm} + y_{jim} = 1, \\quad 0 \\le
          s_{jm}, \\; C \\le H, \\; y_{ijm} \\in \\{0, 1\\}
          """,
          List.of(
              Parameter.size("job", 2, 3),
              Parameter.size("machine", 2, 3),
              Parameter.value("hours", 1, 12)),
          new ProblemText(
              """
              Every job visits every machine once, in an order of its own. A machine works on
              one job at a time and finishes it before it begins another one. All work has to be
              done before the shop closes. Find the earliest time at which the last job can be
              finished, counted from the beginning.
              """,
              List.of(new Noun("job", "jobs"), new Noun("machine", "machines")),
              List.of(
                  Field.number("horizon", "the shop closes after # hours"),
                  Field.table("position", "{0} visits {1} as stop number #", "job", "machine"),
                  Field.table("hours", "{0} takes # hours on {1}", "job", "machine"))),
          JobShop::draw,
          JobShop::model);

  private JobShop() {}

  private static void draw(Draw draw) {
    int jobs = draw.size("job");
    int machines = draw.size("machine");
    draw.fill("hours");
    draw.put("horizon", draw.total("hours"));
    for (int j = 0; j < jobs; j++) {
      int[] order = new int[machines];
      for (int m = 0; m < machines; m++) {
        int place = draw.below(m + 1);
        order[m] = order[place];
        order[place] = m;
      }
      for (int m = 0; m < machines; m++) {
        draw.put("position", order[m] + 1, j, m);
      }
    }
  }

  private static Model model(ProblemData data) {
    int jobs = data.size("job");
    int machines = data.size("machine");
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    String last = model.continuous("last", 0, data.value("horizon"));
    model.objective(1, last);
    for (int j = 0; j < jobs; j++) {
      for (int m = 0; m < machines; m++) {
        model.continuous(ProblemData.name("start", j, m));
      }
    }
    for (int j = 0; j < jobs; j++) {
      for (int m = 0; m < machines; m++) {
        Sum after = new Sum().plus(last).minus(ProblemData.name("start", j, m));
        model.atLeast(ProblemData.name("end", j, m), after, data.value("hours", j, m));
        addNextStop(model, data, j, m);
        for (int i = j + 1; i < jobs; i++) {
          addOrder(model, data, i, j, m);
        }
      }
    }
    return model.build();
  }

  /** The next stop of a job begins when this one has ended. */
  private static void addNextStop(ModelBuilder model, ProblemData data, int job, int machine) {
    for (int next = 0; next < data.size("machine"); next++) {
      if (data.value("position", job, next) == data.value("position", job, machine) + 1) {
        Sum between =
            new Sum()
                .plus(ProblemData.name("start", job, next))
                .minus(ProblemData.name("start", job, machine));
        String name = ProblemData.name("next", job, machine);
        model.atLeast(name, between, data.value("hours", job, machine));
      }
    }
  }

  /** Of two jobs on a machine, one is before the other. */
  private static void addOrder(
      ModelBuilder model, ProblemData data, int one, int other, int machine) {
    String oneFirst = model.binary(ProblemData.name("first", one, other, machine));
    String otherFirst = model.binary(ProblemData.name("first", other, one, machine));
    Sum either = new Sum().plus(oneFirst).plus(otherFirst);
    model.equal(ProblemData.name("either", one, other, machine), either, 1);
    addBefore(model, data, one, other, machine);
    addBefore(model, data, other, one, machine);
  }

  /** Unless the second job is first, it begins when the first one has ended. */
  private static void addBefore(
      ModelBuilder model, ProblemData data, int first, int second, int machine) {
    Sum between =
        new Sum()
            .plus(ProblemData.name("start", second, machine))
            .minus(ProblemData.name("start", first, machine))
            .plus(data.value("horizon"), ProblemData.name("first", second, first, machine));
    String name = ProblemData.name("before", first, second, machine);
    model.atLeast(name, between, data.value("hours", first, machine));
  }
}
