package org.winnow.synth.rule;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.winnow.synth.answer.SolutionSteps;

/** What the rules say to LEMMA's requests. */
final class LemmaAnswers {
  private LemmaAnswers() {}

  /**
   * The answer to a prompt.
   *
   * @param seed of draws
   * @param name of the request, see {@link org.winnow.synth.teacher.RequestKey}
   */
  static String of(LemmaPrompt prompt, long seed, String name) throws Declined {
    return switch (prompt.task()) {
      case CLASSIFY -> classify(prompt);
      case LOCATE -> locate(prompt);
      case INJECT ->
          new ErrorPlanting(
                  Problem.of(prompt.section("problem"), prompt.section("known_solution")),
                  seed,
                  name)
              .plant(prompt.type());
      case FIX -> Continuation.fix(prompt);
      case RESTART -> Continuation.restart(prompt);
      case SMOOTH -> prompt.section("line_of_thought");
    };
  }

  private static String classify(LemmaPrompt prompt) throws Declined {
    List<String> steps = SolutionSteps.of(prompt.section("attempt")).steps();
    Optional<FirstError> error = find(prompt, steps);
    return prompt.wantsJson()
        ? json(error)
            .put("error_type", error.map(found -> found.type().label()).orElse("none"))
            .toString()
        : text(error, found -> "the error type is " + found.type().label());
  }

  private static String locate(LemmaPrompt prompt) throws Declined {
    Optional<FirstError> error = find(prompt, steps(prompt.section("attempt")));
    return prompt.wantsJson()
        ? json(error).put("step", error.map(FirstError::step).orElse(0)).toString()
        : text(error, found -> "the first wrong step is step " + found.step());
  }

  private static Optional<FirstError> find(LemmaPrompt prompt, List<String> steps) throws Declined {
    return FirstError.find(prompt.section("problem"), prompt.section("known_solution"), steps);
  }

  private static ObjectNode json(Optional<FirstError> error) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("reasoning", error.map(FirstError::remark).orElse("Every calculation holds."))
        .put("verdict", error.isPresent() ? "incorrect" : "correct");
  }

  private static String text(Optional<FirstError> error, Function<FirstError, String> says) {
    return error
        .map(found -> found.remark() + "\nThe solution is incorrect, " + says.apply(found) + ".")
        .orElse("Every calculation holds.\nThe solution is correct.");
  }

  /** The steps of a numbered attempt; a step may have several lines. */
  private static List<String> steps(String numbered) throws Declined {
    List<String> steps = new ArrayList<>();
    int from = 0;
    while (from < numbered.length()) {
      String label = "Step " + (steps.size() + 1) + ": ";
      if (!numbered.startsWith(label, from)) {
        throw new Declined("expected " + label.strip());
      }
      int next = numbered.indexOf("\nStep " + (steps.size() + 2) + ": ", from);
      int end = next < 0 ? numbered.length() : next;
      steps.add(numbered.substring(from + label.length(), end).strip());
      from = next < 0 ? end : next + 1;
    }
    return steps;
  }
}
