package org.winnow.pipelines.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.winnow.synth.lemma.AnswerForm;
import org.winnow.synth.lemma.LemmaSettings;
import org.winnow.synth.teacher.GenerationParameters;

/** Reads the {@code lemma} of a recipe. */
final class Lemmas {
  private static final String STUDENT = "student";

  /** Keys that say how a student is asked. */
  private static final List<String> ASKING = List.of("samples", "temperature", "answer_tokens");

  private Lemmas() {}

  /**
   * Reads the section with the keys beside it that belong to it.
   *
   * @param folder what paths are relative to
   * @param seed the recipe's
   * @param parameters how the teacher generates
   */
  static LemmaSection read(
      RecipeNode root, Path folder, long seed, GenerationParameters parameters) {
    RecipeNode node = root.get("lemma");
    node.expectMapping("a mapping such as {attempts: student, samples: 4}");
    node.allowKeys(
        "attempts",
        "samples",
        "temperature",
        "answer_tokens",
        "injections",
        "form",
        "max_characters");
    LemmaSettings settings =
        new LemmaSettings(
            seed,
            parameters,
            node.get("form").oneOfOr(AnswerForm.JSON, AnswerForm.class),
            (int) node.get("injections").wholeOr(2, 0, 1000),
            (int) node.get("max_characters").wholeOr(8000, 1, 1_000_000));
    RecipeNode attempts = node.get("attempts");
    if (attempts.isList()) {
      ASKING.forEach(key -> refuse(node.get(key)));
      refuse(root.get("model"));
      return new LemmaSection(Optional.empty(), Inputs.read(attempts, folder), settings);
    }
    boolean isStudent =
        attempts.isPresent()
            && !attempts.isMapping()
            && attempts.scalar().filter(STUDENT::equals).isPresent();
    if (!isStudent) {
      attempts.problem(
          "expected student, or inputs such as [{path: attempts.jsonl}], found "
              + attempts.shown());
      return new LemmaSection(Optional.empty(), List.of(), settings);
    }
    return new LemmaSection(Optional.of(student(root, node, folder)), List.of(), settings);
  }

  private static void refuse(RecipeNode node) {
    if (node.isPresent()) {
      node.problem("belongs to attempts: student; here, attempts are given");
    }
  }

  private static LemmaSection.Student student(RecipeNode root, RecipeNode node, Path folder) {
    double temperature = node.get("temperature").numberOr(0.7);
    if (temperature < 0) {
      node.get("temperature").problem("expected a number from 0, found " + temperature);
      temperature = 0;
    }
    return new LemmaSection.Student(
        Models.read(root.get("model"), folder::resolve),
        (int) node.get("samples").wholeOr(4, 1, 1000),
        temperature,
        (int) node.get("answer_tokens").wholeOr(400, 1, 1_000_000));
  }
}
