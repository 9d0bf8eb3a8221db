package org.winnow.synth.optmath;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.optmath.solve.Solution;

/** An instance that is small enough to be worked by hand. */
public final class SmallInstances {
  private SmallInstances() {}

  /** 4 a + 3 b at most great, 2 a + 3 b at most 6, whole numbers up to 5: 12, for a = 3. */
  public static Model model() {
    ModelBuilder model = new ModelBuilder(Sense.MAXIMIZE);
    String a = model.integer("secret_a", 0, 5);
    String b = model.integer("secret_b", 0, 5);
    model.objective(4, a).objective(3, b);
    return model.atMost("secret_row", new Sum().plus(2, a).plus(3, b), 6).build();
  }

  /** That model under a name, as if it were a knapsack. */
  public static ProblemInstance instance(String id) {
    ProblemClass problem =
        ProblemClasses.ALL.stream()
            .filter(p -> p.name().equals("knapsack"))
            .findFirst()
            .orElseThrow();
    return new ProblemInstance(
        problem,
        id,
        problem.draw(problem.parameters(), 1, id),
        model(),
        "the words of " + id,
        new Solution(12, List.of(3.0, 0.0)));
  }
}
