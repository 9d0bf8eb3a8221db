package org.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.winnow.scorers.ModelSpec;
import org.winnow.synth.rule.ArithmeticTeacher;
import org.winnow.synth.rule.PrincipleTeacher;
import org.winnow.synth.rule.RuleTeacher;

/**
 * New samples that a user wants.
 *
 * @param name names the dataset
 * @param input what the method starts from; empty for a method that starts from nothing
 * @param teacher who is asked; empty where nobody is
 * @param method how samples are made
 * @param resolved the recipe as it was read, with the overrides of the command line
 * @param folder what its paths are relative to
 */
public record SynthesisRecipe(
    String name,
    List<InputSection> input,
    Optional<TeacherSection> teacher,
    MethodSection method,
    ObjectNode resolved,
    Path folder) {
  public SynthesisRecipe {
    input = List.copyOf(input);
  }

  /** The server that is the teacher, if it is one. */
  public Optional<EndpointSection> server() {
    return teacher.flatMap(TeacherSection::endpoint);
  }

  /** All servers that it asks, the teacher's first. */
  public List<EndpointSection> servers() {
    return Stream.concat(server().stream(), method.servers().stream()).toList();
  }

  /** A way of making samples, with all that only this one needs. */
  public sealed interface MethodSection
      permits Llm2LlmSection, LemmaSection, UltraPromptSection, OptMathSection {
    /** Servers beside the teacher's that it asks. */
    default List<EndpointSection> servers() {
      return List.of();
    }
  }

  /**
   * The teacher of a recipe, or another model that a method asks: exactly one of these.
   *
   * @param checkpoint a checkpoint in this process, if it is that
   * @param endpoint a server, if it is that
   * @param rules rules and no model, if it is that
   */
  public record TeacherSection(
      Optional<ModelSpec> checkpoint, Optional<EndpointSection> endpoint, Optional<RuleSet> rules) {
    /** One in this process. */
    static TeacherSection of(ModelSpec checkpoint) {
      return new TeacherSection(Optional.of(checkpoint), Optional.empty(), Optional.empty());
    }
  }

  /** Rules that can be a teacher. */
  public enum RuleSet {
    /** {@link ArithmeticTeacher}. */
    ARITHMETIC(ArithmeticTeacher.MODEL),
    /** {@link PrincipleTeacher}. */
    PRINCIPLES(PrincipleTeacher.MODEL);

    private final String model;

    RuleSet(String model) {
      this.model = model;
    }

    /** What requests have to call it. */
    public String model() {
      return model;
    }

    /** A teacher that goes by these. */
    public RuleTeacher open() {
      return switch (this) {
        case ARITHMETIC -> new ArithmeticTeacher();
        case PRINCIPLES -> new PrincipleTeacher();
      };
    }
  }
}
