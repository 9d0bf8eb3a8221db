package org.winnow.synth.optmath.pair;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemTextException;

/**
 * Reads the sentences that {@link VerbaliserWriter} writes, and models what they say as their class
 * does. Other texts are flaws.
 */
public final class ClauseReader implements InstanceReader {
  /** The reason of the flaw where a text does not say an instance. */
  public static final String UNREADABLE = "unreadable_text";

  @Override
  public List<Made<Model>> read(List<WordedInstance> instances) {
    return instances.stream().map(ClauseReader::read).toList();
  }

  private static Made<Model> read(WordedInstance worded) {
    ProblemClass problem = worded.instance().problem();
    try {
      return Made.of(problem.model(problem.text().read(worded.text())), List.of());
    } catch (ProblemTextException e) {
      return Made.not(new Flaw(UNREADABLE, String.valueOf(e.getMessage())), List.of());
    }
  }
}
