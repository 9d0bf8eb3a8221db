package org.winnow.synth.optmath.problems;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/** Every worker gets one task, at least cost; feasible by construction. */
final class Assignment {
  static final ProblemClass TYPE =
      new ProblemClass(
          "assignment",
          ProblemGroup.ASSIGNMENT,
          """
          \\min \\sum_{i,j} c_{ij} x_{ij} \\quad \\text{s.t.} \\quad \\sum_j x_{ij} = 1 \\;
          \\forall i, \\quad \\sum_i x_{ij} = 1 \\; \\forall j, \\quad x_{ij} \\in \\{0, 1\\}
          """,
          List.of(Parameter.size("worker", 3, 7), Parameter.value("cost", 5, 100)),
          new ProblemText(
              """
              A company has as many workers as tasks. Every worker has to get exactly one task,
              and every task exactly one worker. Find the assignment with the lowest total cost.
              """,
              List.of(new Noun("worker", "workers"), new Noun("task", "tasks")),
              List.of(Field.table("cost", "{0} costs # dollars for {1}", "worker", "task"))),
          Assignment::draw,
          Assignment::model);

  private Assignment() {}

  private static void draw(Draw draw) {
    draw.size("task", draw.size("worker"));
    draw.fill("cost");
  }

  private static Model model(ProblemData data) {
    int size = data.size("worker");
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        model.objective(data.value("cost", i, j), model.binary(ProblemData.name("assign", i, j)));
      }
    }
    for (int i = 0; i < size; i++) {
      Sum tasks = new Sum();
      Sum workers = new Sum();
      for (int j = 0; j < size; j++) {
        tasks.plus(ProblemData.name("assign", i, j));
        workers.plus(ProblemData.name("assign", j, i));
      }
      model.equal(ProblemData.name("worker", i), tasks, 1);
      model.equal(ProblemData.name("task", i), workers, 1);
    }
    return model.build();
  }
}
