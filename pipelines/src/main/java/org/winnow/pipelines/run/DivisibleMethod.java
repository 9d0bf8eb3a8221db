package org.winnow.pipelines.run;

import java.io.IOException;
import java.util.List;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.Teacher;

/**
 * A way of making samples whose work falls into parts that know nothing of each other, so that they
 * can be done one after the other in this process or spread over a cluster, with the same result.
 */
interface DivisibleMethod extends SynthesisMethod {
  /** The work, each part whole in itself, as JSON; the same for the same recipe and inputs. */
  List<String> parts();

  /**
   * Who does parts; depends on the recipe and not on the inputs, so that workers can have their
   * own, see {@link Workshop}.
   *
   * @param source from where answers of servers come that are not known
   * @throws RecipeException if a model or a server's key is not there
   */
  PartMaker maker(AnswerSource source) throws RecipeException;

  /** Where {@link #run} takes answers of servers from that are not known. */
  AnswerSource source();

  /**
   * Writes the dataset.
   *
   * @param made what came of each part, in the order of the parts
   * @param files of the dataset
   */
  SynthesisReport finish(List<List<String>> made, SynthesisFiles files) throws IOException;

  /** Parts that are done at once in this process, from 1. */
  int workers();

  @Override
  default SynthesisReport run(Teacher teacher, AnswerCache cache, SynthesisFiles files)
      throws RecipeException, IOException {
    try (PartMaker maker = maker(source())) {
      Teacher watched = OpenTeacher.watched(teacher);
      return finish(new PartsHere(maker, workers()).make(parts(), watched, cache), files)
          .with(maker.spent());
    }
  }
}
