package org.winnow.synth.lemma;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What {@link Lemma} made.
 *
 * @param trajectories in the order of problem ids; of a problem those from students' attempts
 *     first, by number and strategy
 * @param rejections in the order of problem ids, then of stages
 * @param distribution of the errors in students' attempts, from which planted ones were drawn
 */
public record LemmaResult(
    List<Trajectory> trajectories, List<Rejection> rejections, ErrorDistribution distribution) {
  public LemmaResult {
    trajectories = List.copyOf(trajectories);
    rejections = List.copyOf(rejections);
    requireNonNull(distribution, "distribution is null");
  }
}
