package org.winnow.synth.lemma;

import java.util.List;
import java.util.Optional;

/**
 * A trajectory in its three parts.
 *
 * @param text all of it
 * @param prefix what comes before the transition, the error included
 * @param transition the phrase at which it turns round, as the list of phrases has it
 * @param continuation what comes after the transition
 */
record Revision(String text, String prefix, String transition, String continuation) {
  /** The parts of a text that has exactly one transition phrase. */
  static Optional<Revision> of(String text) {
    List<Phrases.Found> transitions = Phrases.TRANSITIONS.in(text);
    return Optional.of(transitions)
        .filter(found -> found.size() == 1)
        .map(found -> found.get(0))
        .map(
            found ->
                new Revision(
                    text,
                    text.substring(0, found.start()),
                    found.phrase(),
                    text.substring(found.end())));
  }

  /** What is wrong with a text that has no parts. */
  static Fault noneOrSeveral(String text) {
    List<String> found = Phrases.TRANSITIONS.in(text).stream().map(Phrases.Found::phrase).toList();
    return found.isEmpty()
        ? new Fault(Reason.NO_TRANSITION, "expected one transition phrase, found none")
        : new Fault(
            Reason.SEVERAL_TRANSITIONS,
            "expected one transition phrase, found " + String.join(" | ", found));
  }
}
