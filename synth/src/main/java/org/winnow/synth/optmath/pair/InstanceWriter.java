package org.winnow.synth.optmath.pair;

import java.util.List;
import org.winnow.synth.optmath.problems.ProblemInstance;

/** Puts solved instances into words. */
public interface InstanceWriter {
  /** The words of each instance, in order. */
  List<Made<String>> write(List<ProblemInstance> instances);
}
