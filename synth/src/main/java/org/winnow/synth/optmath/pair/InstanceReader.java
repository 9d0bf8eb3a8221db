package org.winnow.synth.optmath.pair;

import java.util.List;
import org.winnow.synth.optmath.model.Model;

/** Makes models of words, without looking at the models that the words were made from. */
public interface InstanceReader {
  /** The model that each text tells, in order. */
  List<Made<Model>> read(List<WordedInstance> instances);
}
