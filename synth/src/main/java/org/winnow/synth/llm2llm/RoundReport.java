package org.winnow.synth.llm2llm;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What happened in a round.
 *
 * @param round from 1
 * @param trainedOn items that the student was trained on; 0 for one that is trained elsewhere
 * @param notLearned items that it could not learn from, by reason
 * @param wrongSeeds seeds that it got wrong, those without an answer among them
 * @param unanswered seeds and held-out items that it gave no answer to, by reason
 * @param accepted new items
 * @param rejected texts of the teacher that became none, by reason
 * @param heldOut share of held-out items that it got right, in [0, 1]; empty if there are none
 */
public record RoundReport(
    int round,
    int trainedOn,
    Map<String, Integer> notLearned,
    int wrongSeeds,
    Map<String, Integer> unanswered,
    int accepted,
    Map<String, Integer> rejected,
    OptionalDouble heldOut) {
  public RoundReport {
    notLearned = Collections.unmodifiableMap(new TreeMap<>(notLearned));
    unanswered = Collections.unmodifiableMap(new TreeMap<>(unanswered));
    rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
  }
}
