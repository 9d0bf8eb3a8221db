package org.winnow.synth.lemma;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the candidates at one stage.
 *
 * @param stage the stage
 * @param accepted candidates that went on
 * @param rejected candidates that left, by reason
 */
public record StageReport(LemmaStage stage, int accepted, Map<String, Integer> rejected) {
  public StageReport {
    rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
  }

  /** A report with the rejections of this stage among those of all. */
  static StageReport of(LemmaStage stage, int accepted, List<Rejection> rejections) {
    Map<String, Integer> rejected = new TreeMap<>();
    for (Rejection rejection : rejections) {
      if (rejection.stage() == stage) {
        rejected.merge(rejection.reason(), 1, Integer::sum);
      }
    }
    return new StageReport(stage, accepted, rejected);
  }

  /** Candidates that came in: those that went on and those that left. */
  public int in() {
    return accepted + rejected.values().stream().mapToInt(Integer::intValue).sum();
  }
}
