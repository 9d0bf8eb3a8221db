package org.winnow.synth.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;
import org.winnow.synth.answer.CalculatorCheck;
import org.winnow.synth.answer.SolutionSteps;
import org.winnow.synth.rule.WorkedAnswer.Calculation;

/** Goes on from unfinished work whose last step is wrong, by the steps of a right solution. */
final class Continuation {
  /** A line that only states the answer. */
  private static final Pattern STATEMENT =
      Pattern.compile("(?:####|A:|(?:So,? )?[Tt]he (?:final )?answer is).*", Pattern.DOTALL);

  private Continuation() {}

  /** Says what is wrong with the last step, and goes on where the work was right. */
  static String fix(LemmaPrompt prompt) throws Declined {
    String solution = prompt.section("known_solution");
    String work = prompt.section("unfinished_work");
    List<String> steps = SolutionSteps.of(work).steps();
    if (steps.isEmpty()) {
      throw new Declined("there is no unfinished work");
    }
    FirstError error = FirstError.last(prompt.section("problem"), solution, steps);
    Set<BigFraction> done = new HashSet<>();
    List<String> kept =
        error.calculation().isPresent() ? steps.subList(0, steps.size() - 1) : steps;
    for (String step : kept) {
      WorkedAnswer.calculations(step)
          .forEach(calculation -> done.add(calculation.result().value()));
    }
    List<String> missing = new ArrayList<>();
    for (String step : working(solution)) {
      if (!isDone(step, done)) {
        missing.add(step);
      }
    }
    if (missing.isEmpty()) {
      throw new Declined("nothing is left to go on with");
    }
    return joined(prompt, work, error.remark(), missing);
  }

  /** Begins again with the problem, and follows the right solution. */
  static String restart(LemmaPrompt prompt) throws Declined {
    List<String> right = working(prompt.section("known_solution"));
    if (right.isEmpty()) {
      throw new Declined("the solution has no steps");
    }
    String reason =
        "This leads nowhere, so it is better to begin again with what the problem says.";
    return joined(prompt, prompt.section("unfinished_work"), reason, right);
  }

  private static String joined(LemmaPrompt prompt, String work, String remark, List<String> steps)
      throws Declined {
    String between = work.contains("\n") || steps.size() > 1 ? "\n" : " ";
    return work
        + between
        + prompt.transition()
        + " "
        + remark
        + between
        + String.join(between, steps)
        + between
        + "The answer is "
        + prompt.answer()
        + ".";
  }

  /** The lines of a solution before its statement of the answer. */
  private static List<String> working(String solution) throws Declined {
    CalculatorCheck.Outcome outcome = CalculatorCheck.check(solution);
    if (!(outcome instanceof CalculatorCheck.AllRight)) {
      throw new Declined("expected a solution whose noted calculations are right");
    }
    return solution
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !STATEMENT.matcher(line).matches())
        .toList();
  }

  /** Whether a step has calculations, and the work has all of their results. */
  private static boolean isDone(String step, Set<BigFraction> done) throws Declined {
    List<Calculation> notes = WorkedAnswer.calculations(step);
    return !notes.isEmpty()
        && notes.stream().allMatch(calculation -> done.contains(calculation.result().value()));
  }
}
