package org.winnow.pipelines.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.InputListing;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.InputSection;
import org.winnow.pipelines.recipe.Problems;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.ReadLimits;
import org.winnow.schemas.format.RowSink;
import org.winnow.schemas.format.SampleReader;
import org.winnow.transforms.read.InputFile;

/** Reads the samples of some inputs into memory, for work that needs no pipeline. */
public final class SampleFiles {
  private SampleFiles() {}

  /**
   * The sound rows, in the order of the inputs.
   *
   * @param recipe names the recipe in messages
   * @param broken counts the other rows, by reason
   * @throws RecipeException if a path is wrong
   * @throws DataException if an input has no file of a known format
   */
  public static List<Sample> read(
      String recipe, List<InputSection> inputs, RunPaths paths, Map<String, Integer> broken)
      throws RecipeException, DataException, IOException {
    Problems problems = new Problems();
    InputListing listing = new InputListing(paths, problems);
    for (InputSection section : inputs) {
      listing.add(section);
    }
    problems.throwIfAny("recipe " + recipe);
    List<Sample> samples = new ArrayList<>();
    for (InputFile file : listing.files()) {
      SampleReader.read(
          file.source(),
          ReadLimits.DEFAULT,
          new RowSink() {
            @Override
            public void accept(Sample sample) {
              samples.add(sample);
            }

            @Override
            public void reject(Rejection rejection) {
              broken.merge(rejection.reason(), 1, Integer::sum);
            }
          });
    }
    return samples;
  }
}
