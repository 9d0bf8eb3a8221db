package org.winnow.synth.optmath.formulate;

import java.util.List;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.pair.InstanceReader;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.pair.WordedInstance;

/** Makes models of any problems in words. */
public interface Formulation extends InstanceReader {
  /** The model that each text tells, in order; none depends on the others. */
  List<Made<Model>> formulate(List<ProblemWords> problems);

  @Override
  default List<Made<Model>> read(List<WordedInstance> instances) {
    return formulate(
        instances.stream()
            .map(
                worded ->
                    new ProblemWords(
                        worded.instance().problem().name() + "/" + worded.instance().id(),
                        worded.text(),
                        0))
            .toList());
  }
}
