package org.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.winnow.pipelines.recipe.SynthesisRecipe.MethodSection;
import org.winnow.pipelines.recipe.SynthesisRecipe.RuleSet;
import org.winnow.pipelines.recipe.SynthesisRecipe.TeacherSection;
import org.winnow.synth.llm2llm.MathsTask;
import org.winnow.synth.teacher.GenerationParameters;

/** Reads the recipe of a synthesis: what all methods share, and the section of one. */
final class Syntheses {
  private static final String TEACHER = "teacher";
  private static final String INPUT = "input";
  private static final List<String> COMMON = List.of("name", "seed");
  private static final List<Method> METHODS =
      List.of(
          new Method(
              "llm2llm",
              List.of(INPUT, TEACHER),
              List.of("held_out", "model", "train", "student"),
              Llm2Llms::read),
          new Method("lemma", List.of(INPUT, TEACHER), List.of("model"), Lemmas::read),
          new Method("ultraprompt", List.of(INPUT, TEACHER), List.of("model"), UltraPrompts::read),
          new Method("optmath", List.of(), List.of(TEACHER), OptMaths::read));

  private Syntheses() {}

  /**
   * A method of synthesis.
   *
   * @param name the key of its section
   * @param needed keys beside the section that it cannot do without
   * @param optional keys beside the section that belong to it too
   */
  private record Method(
      String name, List<String> needed, List<String> optional, SectionReader reader) {
    boolean knows(String key) {
      return needed.contains(key) || optional.contains(key);
    }
  }

  private interface SectionReader {
    MethodSection read(RecipeNode root, Path folder, long seed, GenerationParameters parameters);
  }

  /**
   * Reads a recipe; empty, with a problem noted, unless it has exactly one method.
   *
   * @param name the dataset's name
   * @param folder what paths are relative to
   */
  static Optional<SynthesisRecipe> read(
      ObjectNode resolved, RecipeNode root, String name, Path folder) {
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
    Optional<TeacherSection> teacher =
        wants(root, methods, TEACHER)
            ? Optional.of(Teachers.read(root.get(TEACHER), folder::resolve))
            : Optional.empty();
    GenerationParameters parameters =
        teacher.isPresent()
            ? Teachers.parameters(root.get(TEACHER), teacher.get(), seed)
            : GenerationParameters.of("-");
    List<InputSection> input =
        wants(root, methods, INPUT) ? Inputs.read(root.get(INPUT), folder) : List.of();
    List<MethodSection> sections =
        methods.stream().map(method -> method.reader.read(root, folder, seed, parameters)).toList();
    teacher
        .flatMap(TeacherSection::rules)
        .ifPresent(rules -> sections.forEach(section -> checkRules(root, rules, section)));
    return sections.size() == 1
        ? Optional.of(new SynthesisRecipe(name, input, teacher, sections.get(0), resolved, folder))
        : Optional.empty();
  }

  /** Whether a recipe has the section of a method, or a teacher, which only these have. */
  static boolean isOne(ObjectNode recipe) {
    return recipe.has(TEACHER) || METHODS.stream().anyMatch(method -> recipe.has(method.name));
  }

  /** Whether a key is to be read: it is there, or no method can do without it. */
  private static boolean wants(RecipeNode root, List<Method> methods, String key) {
    return root.get(key).isPresent()
        || methods.stream().anyMatch(method -> method.needed.contains(key));
  }

  /** Rules know what they were made for, and nothing else. */
  private static void checkRules(RecipeNode root, RuleSet rules, MethodSection section) {
    if (section instanceof OptMathSection) {
      root.get(TEACHER)
          .get("rules")
          .problem("expected a checkpoint or a server; no rules know optimisation problems");
      return;
    }
    boolean rewrites = section instanceof UltraPromptSection;
    if (rewrites != (rules == RuleSet.PRINCIPLES)) {
      root.get(TEACHER)
          .get("rules")
          .problem(
              rewrites
                  ? "expected principles, which rewrite instructions, found arithmetic"
                  : "expected arithmetic, which knows word problems, found principles");
    }
    if (section instanceof Llm2LlmSection llm2llm) {
      checkItems(root.get("llm2llm"), llm2llm);
    }
  }

  /** Rules know word problems only, and solve none that they did not write. */
  private static void checkItems(RecipeNode node, Llm2LlmSection llm2llm) {
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

  private static String names(List<Method> methods) {
    return methods.stream().map(Method::name).collect(Collectors.joining(", "));
  }

  private static void checkKeys(RecipeNode root, List<Method> named) {
    Set<String> ofMethods = new LinkedHashSet<>();
    METHODS.forEach(method -> ofMethods.addAll(method.needed));
    METHODS.forEach(method -> ofMethods.addAll(method.optional));
    Set<String> known = new LinkedHashSet<>(COMMON);
    known.addAll(ofMethods);
    METHODS.forEach(method -> known.add(method.name));
    root.allowKeys(known.toArray(String[]::new));
    if (named.size() != 1) {
      return;
    }
    Method method = named.get(0);
    for (String key : ofMethods) {
      if (!method.knows(key) && root.get(key).isPresent()) {
        List<Method> owners = METHODS.stream().filter(other -> other.knows(key)).toList();
        root.get(key).problem("is a key of " + names(owners) + "; this recipe has " + method.name);
      }
    }
  }
}
