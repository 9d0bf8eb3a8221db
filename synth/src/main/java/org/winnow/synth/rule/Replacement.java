package org.winnow.synth.rule;

import java.util.Comparator;
import java.util.List;

/** A number of a text, and what stands there instead. */
record Replacement(WrittenNumber number, String text) {
  /** Carries out replacements of places that do not overlap; of two at one place the first. */
  static String apply(String text, List<Replacement> replacements) {
    StringBuilder changed = new StringBuilder();
    int from = 0;
    List<Replacement> ordered =
        replacements.stream()
            .sorted(Comparator.comparingInt(replacement -> replacement.number().start()))
            .toList();
    for (Replacement replacement : ordered) {
      if (replacement.number().start() < from) {
        continue;
      }
      changed.append(text, from, replacement.number().start()).append(replacement.text());
      from = replacement.number().end();
    }
    return changed.append(text.substring(from)).toString();
  }
}
