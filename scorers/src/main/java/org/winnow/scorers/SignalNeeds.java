package org.winnow.scorers;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * All that a model must compute for some scorers.
 *
 * @param needs what they need together; never without {@link Need#FORWARD}
 * @param sketches the gradient sketches among it
 */
public record SignalNeeds(Set<Need> needs, Set<SketchKey> sketches) {
  public SignalNeeds {
    needs = Set.copyOf(needs);
    sketches = Set.copyOf(sketches);
  }

  /** What scorers need together. */
  static SignalNeeds of(Collection<Scorer> scorers) {
    Set<Need> needs = EnumSet.of(Need.FORWARD);
    Set<SketchKey> sketches = new LinkedHashSet<>();
    for (Scorer scorer : scorers) {
      needs.addAll(scorer.needs());
      sketches.addAll(scorer.sketches());
    }
    return new SignalNeeds(needs, sketches);
  }

  /** Whether that is needed. */
  public boolean has(Need need) {
    return needs.contains(need);
  }
}
