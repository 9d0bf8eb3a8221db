package org.winnow.pipelines.recipe;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.winnow.synth.llm2llm.ChoiceTask;
import org.winnow.synth.llm2llm.InstructionTask;
import org.winnow.synth.llm2llm.LabelTask;
import org.winnow.synth.llm2llm.Llm2LlmOptions;
import org.winnow.synth.llm2llm.MathsTask;
import org.winnow.synth.llm2llm.TaskTemplate;
import org.winnow.synth.teacher.GenerationParameters;

/** Reads the {@code llm2llm} of a recipe. */
final class Llm2Llms {
  private static final double NOVELTY = 0.95;
  private static final double ALIKE = 0.6;

  private Llm2Llms() {}

  /** The kinds of items. */
  private enum Task {
    MATHS,
    MULTIPLE_CHOICE,
    LABEL,
    INSTRUCTION
  }

  /**
   * Reads the section with the keys beside it that belong to it.
   *
   * @param folder what paths are relative to
   * @param seed the recipe's
   * @param parameters how the teacher generates
   */
  static Llm2LlmSection read(
      RecipeNode root, Path folder, long seed, GenerationParameters parameters) {
    RecipeNode node = root.get("llm2llm");
    allowKeys(node);
    RecipeNode heldOut = root.get("held_out");
    StudentSection student = Students.read(root, folder, seed);
    return new Llm2LlmSection(
        heldOut.isPresent() ? Inputs.read(heldOut, folder) : List.of(),
        student,
        (int) node.get("answer_tokens").wholeOr(256, 1, 1_000_000),
        task(node),
        options(node, rounds(node.get("rounds"), student), parameters));
  }

  private static void allowKeys(RecipeNode node) {
    node.expectMapping("a mapping such as {task: maths, rounds: 3}");
    node.allowKeys(
        "task",
        "labels",
        "right_above",
        "rounds",
        "items_per_seed",
        "attempts",
        "most_items_at_once",
        "novelty",
        "confirm",
        "least_gain",
        "answer_tokens");
  }

  /** A task by itself, for answers that are only compared. */
  static TaskTemplate answers(RecipeNode node) {
    node.expectMapping("a mapping such as {task: maths}");
    node.allowKeys("task", "labels", "right_above", "answer_tokens");
    return task(node);
  }

  private static TaskTemplate task(RecipeNode node) {
    return switch (node.get("task").oneOfOr(Task.MATHS, Task.class)) {
      case MATHS -> new MathsTask();
      case MULTIPLE_CHOICE -> new ChoiceTask();
      case LABEL -> label(node.get("labels"));
      case INSTRUCTION -> new InstructionTask(share(node.get("right_above"), ALIKE));
    };
  }

  private static TaskTemplate label(RecipeNode node) {
    Set<String> labels = new LinkedHashSet<>();
    node.items("labels that an answer may be").forEach(label -> labels.add(label.text("a label")));
    try {
      return new LabelTask(labels);
    } catch (IllegalArgumentException e) {
      node.problem(String.valueOf(e.getMessage()));
      return new MathsTask();
    }
  }

  /** A student that does not learn here is wrong in every round alike. */
  private static int rounds(RecipeNode node, StudentSection student) {
    if (student instanceof StudentSection.Trained) {
      return (int) node.wholeOr(3, 1, 1000);
    }
    if (node.wholeOr(1, 1, 1000) > 1) {
      node.problem(
          "expected 1 with a student that is trained elsewhere, found "
              + node.shown()
              + ": it does not learn what a round brings");
    }
    return 1;
  }

  private static Llm2LlmOptions options(
      RecipeNode node, int rounds, GenerationParameters parameters) {
    double gain = node.get("least_gain").numberOr(-1);
    if (gain < -1 || gain > 1) {
      node.get("least_gain").problem("expected a number from -1 to 1, found " + gain);
      gain = -1;
    }
    return new Llm2LlmOptions(
        rounds,
        (int) node.get("items_per_seed").wholeOr(1, 1, 1000),
        (int) node.get("attempts").wholeOr(3, 1, 1000),
        (int) node.get("most_items_at_once").wholeOr(10, 1, 1000),
        share(node.get("novelty"), NOVELTY),
        node.get("confirm").flagOr(isComparable(node)),
        gain,
        parameters);
  }

  /** Free answers to one question are rarely alike: there, a second answer says little. */
  private static boolean isComparable(RecipeNode node) {
    return node.get("task").oneOfOr(Task.MATHS, Task.class) != Task.INSTRUCTION;
  }

  private static BigDecimal share(RecipeNode node, double otherwise) {
    double value = node.numberOr(otherwise);
    if (value <= 0 || value >= 1) {
      node.problem("expected a number above 0 and below 1, found " + node.shown());
      return BigDecimal.valueOf(otherwise);
    }
    return BigDecimal.valueOf(value);
  }
}
