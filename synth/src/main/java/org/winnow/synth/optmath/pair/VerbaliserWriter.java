package org.winnow.synth.optmath.pair;

import java.util.List;
import org.winnow.synth.optmath.problems.ProblemInstance;

/** Says instances in the sentences of their class, without asking anybody. */
public final class VerbaliserWriter implements InstanceWriter {
  @Override
  public List<Made<String>> write(List<ProblemInstance> instances) {
    return instances.stream()
        .map(instance -> Made.of(instance.problem().text().say(instance.data()), List.of()))
        .toList();
  }
}
