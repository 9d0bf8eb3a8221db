package org.winnow.pipelines.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.winnow.pipelines.recipe.Recipe;

/** A recipe with the changes of the command line, as it stands beside a dataset. */
final class ResolvedRecipe {
  /** Writes so that the text reads back as the same values, numbers in quotes included. */
  static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private ResolvedRecipe() {}

  static String yaml(Recipe recipe) {
    try {
      return YAML.writeValueAsString(recipe.resolved());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe that was read cannot be written", e);
    }
  }
}
