package org.winnow.pipelines.recipe;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.winnow.pipelines.recipe.SynthesisRecipe.MethodSection;
import org.winnow.pipelines.recipe.SynthesisRecipe.TeacherSection;
import org.winnow.synth.llm2llm.MathsTask;
import org.winnow.synth.teacher.GenerationParameters;

/** Reads the recipe of a synthesis: what all methods share, and the section of one. */
final class Syntheses {
  private static final List<String> COMMON = List.of("name", "seed", "input", "teacher");
  private static final List<Method> METHODS =
      List.of(
          new Method("llm2llm", List.of("held_out", "model", "train", "student"), Llm2Llms::read),
          new Method("lemma", List.of("model"), Lemmas::read));

  private Syntheses() {}

  /**
   * A method of synthesis.
   *
   * @param name the key of its section
   * @param keys beside the section that belong to it
   */
  private record Method(String name, List<String> keys, SectionReader reader) {}

  private interface SectionReader {
    MethodSection read(RecipeNode root, Path folder, long seed, GenerationParameters parameters);
  }

  /**
   * Reads a recipe; empty, with a problem noted, unless it has exactly one method.
   *
   * @param name the dataset's name
   * @param folder what paths are relative to
   */
  static Optional<SynthesisRecipe> read(RecipeNode root, String name, Path folder) {
    List<Method> methods =
        METHODS.stream().filter(method -> root.get(method.name).isPresent()).toList();
    if (methods.size() != 1) {
      root.problem(
          "expected exactly one of "
              + names(METHODS)
              + ", found "
              + (methods.isEmpty() ? "none" : names(methods)));
    }
    checkKeys(root, methods);
    long seed = root.get("seed").wholeOr(0, Long.MIN_VALUE, Long.MAX_VALUE);
    TeacherSection teacher = Teachers.read(root.get("teacher"), folder::resolve);
    GenerationParameters parameters = Teachers.parameters(root.get("teacher"), teacher, seed);
    List<InputSection> input = Inputs.read(root.get("input"), folder);
    List<MethodSection> sections =
        methods.stream().map(method -> method.reader.read(root, folder, seed, parameters)).toList();
    if (teacher.goesByRules()) {
      sections.forEach(section -> checkRules(root, section));
    }
    return sections.size() == 1
        ? Optional.of(new SynthesisRecipe(name, input, teacher, sections.get(0)))
        : Optional.empty();
  }

  /** Rules know word problems only, and solve none that they did not write. */
  private static void checkRules(RecipeNode root, MethodSection section) {
    if (section instanceof Llm2LlmSection llm2llm) {
      RecipeNode node = root.get("llm2llm");
      if (!(llm2llm.task() instanceof MathsTask)) {
        node.get("task")
            .problem(
                "a teacher of rules: arithmetic knows the task maths only, found "
                    + llm2llm.task().name());
      } else if (llm2llm.options().confirm()) {
        node.get("confirm")
            .problem(
                "a teacher of rules: arithmetic cannot be asked a question alone; expected"
                    + " false");
      }
    }
  }

  private static String names(List<Method> methods) {
    return methods.stream().map(Method::name).collect(Collectors.joining(", "));
  }

  private static void checkKeys(RecipeNode root, List<Method> named) {
    Set<String> known = new LinkedHashSet<>(COMMON);
    METHODS.forEach(method -> known.addAll(method.keys));
    METHODS.forEach(method -> known.add(method.name));
    root.allowKeys(known.toArray(String[]::new));
    if (named.size() != 1) {
      return;
    }
    Method method = named.get(0);
    for (Method other : METHODS) {
      for (String key : other.keys) {
        if (!method.keys.contains(key) && root.get(key).isPresent()) {
          root.get(key).problem("is a key of " + other.name + "; this recipe has " + method.name);
        }
      }
    }
  }
}
