package org.winnow.synth.lemma;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.winnow.synth.teacher.FailureKind;

/**
 * What {@link Lemma} made.
 *
 * @param trajectories in the order of problem ids; of a problem those from students' attempts
 *     first, by number and strategy
 * @param rejections in the order of problem ids, then of stages
 * @param distribution of the errors in students' attempts, from which planted ones were drawn
 * @param errorTypes how many errors of each type, of all twelve, students' attempts have
 * @param stages what came in and went on at each stage, in their order
 */
public record LemmaResult(
    List<Trajectory> trajectories,
    List<Rejection> rejections,
    ErrorDistribution distribution,
    Map<ErrorType, Integer> errorTypes,
    List<StageReport> stages) {
  public LemmaResult {
    trajectories = List.copyOf(trajectories);
    rejections = List.copyOf(rejections);
    requireNonNull(distribution, "distribution is null");
    errorTypes = Collections.unmodifiableMap(new TreeMap<>(errorTypes));
    stages = List.copyOf(stages);
  }

  /** Whether the teacher's budget did not allow a request. */
  public boolean isBudgetSpent() {
    String spent = FailureKind.BUDGET_SPENT.label();
    return rejections.stream().anyMatch(rejection -> rejection.reason().equals(spent));
  }
}
