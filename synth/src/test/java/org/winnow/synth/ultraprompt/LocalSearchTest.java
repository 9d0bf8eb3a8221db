package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.scorers.ModelSpec;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;

/** A search in which every part is a model in this process. */
class LocalSearchTest {
  private static final String MODEL = "builtin:reference";
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);
  private static final SearchSettings SETTINGS =
      new SearchSettings(4, 2, 0.1, Averaging.MEAN_OF_MEANS, 2, 6, 2000);

  private static SearchTree tree(String id, String text) {
    SeedInstruction seed = new SeedInstruction(id, "math", text);
    return SearchTree.start(seed, Principles.builtin().actions(seed), SETTINGS);
  }

  private static final List<SearchTree> TREES =
      List.of(
          tree("sum", "Tom has 5 apples and buys 7 more. How many apples has he now?"),
          tree("greet", "Write a friendly greeting."));

  private static List<String> searched(Teacher teacher, Reward reward, int together) {
    GenerationParameters parameters =
        GenerationParameters.of(LocalTeacher.modelName(MODEL))
            .withTemperature(0.8)
            .withMaxTokens(96);
    UltraPrompt search =
        new UltraPrompt(new SearchModels(teacher, parameters, teacher, parameters, reward));
    return search.run(TREES, together, heard -> {}).trees().stream().map(TreeJson::write).toList();
  }

  @Test
  void isTheSameAloneTogetherAndFromKnownAnswers(@TempDir Path directory) {
    AnswerCache cache = new AnswerCache(directory);
    try (AnswerLossReward reward = AnswerLossReward.open(ModelSpec.of(MODEL))) {
      List<String> alone;
      try (Teacher teacher = LocalTeacher.open(ModelSpec.of(MODEL), READER)) {
        alone = searched(teacher, reward, 1);
      }
      try (Teacher teacher =
          new CachedTeacher(LocalTeacher.open(ModelSpec.of(MODEL), READER), cache, READER)) {
        assertThat(searched(teacher, reward, 2)).isEqualTo(alone);
      }
      try (Teacher teacher = CachedTeacher.replay(cache, READER)) {
        assertThat(searched(teacher, reward, 1)).isEqualTo(alone);
      }
      assertThat(alone)
          .extracting(json -> TreeJson.read(json, "tree").iterations())
          .containsOnly(2);
    }
  }
}
