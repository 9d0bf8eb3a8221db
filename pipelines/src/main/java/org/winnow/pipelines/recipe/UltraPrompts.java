package org.winnow.pipelines.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.winnow.pipelines.recipe.SynthesisRecipe.TeacherSection;
import org.winnow.pipelines.recipe.UltraPromptSection.RewardSection;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.ultraprompt.Averaging;
import org.winnow.synth.ultraprompt.HarvestSettings;
import org.winnow.synth.ultraprompt.Principles;
import org.winnow.synth.ultraprompt.SearchSettings;

/** Reads the {@code ultraprompt} of a recipe. */
final class UltraPrompts {
  private static final String ANSWER_LOSS = "answer_loss";
  private static final int TOGETHER = 16;
  private static final int RESPONSE_TOKENS = 256;

  private UltraPrompts() {}

  /**
   * Reads the section with the keys beside it that belong to it.
   *
   * @param folder what paths are relative to
   * @param seed the recipe's
   * @param rewriting how the teacher generates
   */
  static UltraPromptSection read(
      RecipeNode root, Path folder, long seed, GenerationParameters rewriting) {
    RecipeNode node = root.get("ultraprompt");
    node.expectMapping("a mapping such as {iterations: 20}");
    node.allowKeys(
        "iterations",
        "exploration",
        "averaging",
        "responses",
        "attempts",
        "max_characters",
        "categories",
        "principles",
        "responder",
        "reward",
        "keep",
        "together");
    boolean usesModel = !node.get("responder").isPresent() || answerLoss(node.get("reward"));
    if (!usesModel && root.get("model").isPresent()) {
      root.get("model").problem("is not used: responder and reward have models of their own");
    }
    ModelSpec model =
        usesModel
            ? Models.read(root.get("model"), folder::resolve)
            : ModelSpec.of("builtin:reference");
    RecipeNode responder = node.get("responder");
    TeacherSection responding = responder(responder, model, folder);
    return new UltraPromptSection(
        rewriting,
        responding,
        responding(responder, responding, root.get("model"), seed),
        reward(node.get("reward"), model, folder, seed),
        principles(node.get("principles"), folder),
        categories(node.get("categories")),
        search(node, seed),
        harvest(node.get("keep")),
        (int) node.get("together").wholeOr(TOGETHER, 1, 100_000));
  }

  private static boolean answerLoss(RecipeNode reward) {
    return !reward.isPresent() || !reward.isMapping();
  }

  private static SearchSettings search(RecipeNode node, long seed) {
    SearchSettings standard = SearchSettings.standard(seed);
    double exploration = node.get("exploration").numberOr(standard.exploration());
    if (exploration < 0) {
      node.get("exploration").problem("expected a number from 0, found " + exploration);
      exploration = 0;
    }
    return new SearchSettings(
        seed,
        (int) node.get("iterations").wholeOr(standard.iterations(), 0, 100_000),
        exploration,
        node.get("averaging").oneOfOr(standard.averaging(), Averaging.class),
        (int) node.get("responses").wholeOr(standard.responses(), 1, 1000),
        (int) node.get("attempts").wholeOr(standard.attempts(), 1, 1000),
        (int) node.get("max_characters").wholeOr(standard.maxCharacters(), 1, 10_000_000));
  }

  private static HarvestSettings harvest(RecipeNode node) {
    HarvestSettings standard = HarvestSettings.STANDARD;
    if (!node.isPresent() || !node.expectMapping("a mapping such as {min_margin: 0.1}")) {
      return standard;
    }
    node.allowKeys("min_margin", "max_length_ratio", "min_words_kept");
    double margin = node.get("min_margin").numberOr(standard.minMargin());
    double ratio = node.get("max_length_ratio").numberOr(standard.maxLengthRatio());
    double words = node.get("min_words_kept").numberOr(standard.minWordsKept());
    if (margin < 0) {
      node.get("min_margin").problem("expected a number from 0, found " + margin);
    } else if (ratio < 1) {
      node.get("max_length_ratio").problem("expected a number from 1, found " + ratio);
    } else if (words < 0 || words > 1) {
      node.get("min_words_kept").problem("expected a share from 0 to 1, found " + words);
    } else {
      return new HarvestSettings(margin, ratio, words);
    }
    return standard;
  }

  private static TeacherSection responder(RecipeNode node, ModelSpec model, Path folder) {
    if (!node.isPresent()) {
      return TeacherSection.of(
          new ModelSpec(model.checkpoint(), model.maxTokens(), model.device(), WhenTooLong.REJECT));
    }
    TeacherSection section = Teachers.read(node, folder::resolve);
    if (section.rules().isPresent()) {
      node.get("rules").problem("expected a checkpoint or a server that responds");
    }
    return section;
  }

  /** The published responder samples: temperature 1. */
  private static GenerationParameters responding(
      RecipeNode node, TeacherSection responder, RecipeNode model, long seed) {
    if (node.isPresent()) {
      return Teachers.parameters(node, responder, seed);
    }
    String name = "-";
    try {
      name = LocalTeacher.modelName(responder.checkpoint().orElseThrow().checkpoint());
    } catch (CheckpointException e) {
      model.get("checkpoint").problem(String.valueOf(e.getMessage()));
    }
    return GenerationParameters.of(name)
        .withTemperature(1)
        .withMaxTokens(RESPONSE_TOKENS)
        .withSeed(seed);
  }

  private static RewardSection reward(RecipeNode node, ModelSpec model, Path folder, long seed) {
    RewardSection standard = new RewardSection.AnswerLoss(model);
    if (!node.isPresent()) {
      return standard;
    }
    if (!node.isMapping()) {
      if (!node.scalar().filter(ANSWER_LOSS::equals).isPresent()) {
        node.problem(expected(node));
      }
      return standard;
    }
    node.allowKeys("classifier", "judge");
    RecipeNode classifier = node.get("classifier");
    RecipeNode judge = node.get("judge");
    if (classifier.isPresent() == judge.isPresent()) {
      node.problem(expected(node));
      return standard;
    }
    if (classifier.isPresent()) {
      return new RewardSection.Classifier(Models.read(classifier, folder::resolve));
    }
    TeacherSection section = Teachers.read(judge, folder::resolve);
    if (section.endpoint().isEmpty()) {
      judge.problem("expected the url of a server");
      return standard;
    }
    return new RewardSection.Judge(
        section.endpoint().get(), Teachers.parameters(judge, section, seed));
  }

  private static String expected(RecipeNode node) {
    return "expected answer_loss, {classifier: {checkpoint: ...}} or {judge: {url: ..., model: ...}},"
        + " found "
        + node.shown();
  }

  private static Principles principles(RecipeNode node, Path folder) {
    Principles builtin = Principles.builtin();
    if (!node.isPresent()) {
      return builtin;
    }
    Path file = folder.resolve(node.text("the file of principles, in JSON"));
    try {
      return builtin.with(Principles.read(Files.readString(file), String.valueOf(file)));
    } catch (IOException e) {
      node.problem("cannot be read: " + e);
    } catch (IllegalArgumentException e) {
      node.problem(String.valueOf(e.getMessage()));
    }
    return builtin;
  }

  private static Map<String, String> categories(RecipeNode node) {
    Map<String, String> categories = new HashMap<>();
    if (node.isPresent() && node.expectMapping("a mapping such as {gsm8k: math}")) {
      node.entries().forEach((domain, value) -> categories.put(domain, value.text("a category")));
    }
    return categories;
  }
}
