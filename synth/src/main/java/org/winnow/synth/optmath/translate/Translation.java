package org.winnow.synth.optmath.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.synth.optmath.NumberCoverage;
import org.winnow.synth.optmath.ask.Prose;
import org.winnow.synth.optmath.model.NumberText;
import org.winnow.synth.optmath.pair.Exchange;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.problems.ProblemInstance;

/** A text in the making. For one thread. */
final class Translation {
  private static final int MAX_SHOWN = 10;

  private final ProblemInstance instance;
  private final List<Exchange> exchanges = new ArrayList<>();
  private Optional<Flaw> flaw = Optional.empty();
  private List<String> issues = List.of();
  private String text = "";
  private boolean isComplete;

  Translation(ProblemInstance instance) {
    this.instance = instance;
  }

  ProblemInstance instance() {
    return instance;
  }

  String text() {
    return text;
  }

  List<String> issues() {
    return issues;
  }

  /** Whether there is more to ask. */
  boolean isOpen() {
    return flaw.isEmpty() && !isComplete;
  }

  /** Keeps what was asked, and a failure. */
  void add(Made<String> asked) {
    exchanges.addAll(asked.exchanges());
    flaw = asked.flaw();
  }

  void say(String answer) {
    text = answer.strip();
  }

  /**
   * Keeps what is to be mended; the numbers that are missing are counted here, not by a teacher.
   */
  void criticised(String answer) {
    Optional<Critique> critique = Critique.read(answer);
    if (critique.isEmpty()) {
      flaw =
          Optional.of(
              new Flaw(
                  "unreadable_verdict",
                  "expected complete without issues, or issues, found \""
                      + Prose.excerpt(answer)
                      + "\""));
      return;
    }
    List<String> found = new ArrayList<>(critique.get().issues());
    for (double number : NumberCoverage.missing(instance.model(), text)) {
      found.add("The number " + NumberText.of(number) + " is not in the text, in figures.");
    }
    issues = found;
    isComplete = found.isEmpty();
  }

  Made<String> made() {
    Optional<Flaw> why = flaw.or(() -> Prose.flaw(text)).or(this::missing);
    return why.<Made<String>>map(found -> Made.not(found, exchanges))
        .orElseGet(() -> Made.of(text, exchanges));
  }

  private Optional<Flaw> missing() {
    List<String> numbers =
        NumberCoverage.missing(instance.model(), text).stream().map(NumberText::of).toList();
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Flaw(
                "number_not_said",
                "expected all numbers of the model, missing "
                    + numbers.size()
                    + ": "
                    + String.join(", ", numbers.subList(0, Math.min(MAX_SHOWN, numbers.size())))));
  }
}
