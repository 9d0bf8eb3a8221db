package org.winnow.synth.optmath.complexity;

import java.util.List;
import java.util.Optional;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.problems.ParameterRanges;

/**
 * How a search with a teacher ended.
 *
 * @param ranges the first ones that were accepted, if any
 * @param trials all answers, in order; one that could not be measured has a flaw
 */
public record TeacherSearchResult(
    Optional<ParameterRanges> ranges, List<Made<MeasuredRanges>> trials) {
  public TeacherSearchResult {
    trials = List.copyOf(trials);
  }
}
