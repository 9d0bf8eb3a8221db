package org.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.winnow.scorers.ModelSpec;

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
  public sealed interface MethodSection permits Llm2LlmSection, LemmaSection {
    /** Servers beside the teacher's that it asks. */
    default List<EndpointSection> servers() {
      return List.of();
    }
  }

  /**
   * The teacher of a recipe. Without checkpoint and server it is one that goes by rules, {@link
   * org.winnow.synth.rule.ArithmeticTeacher}.
   *
   * @param checkpoint a checkpoint in this process, if it is that
   * @param endpoint a server, if it is that
   */
  public record TeacherSection(Optional<ModelSpec> checkpoint, Optional<EndpointSection> endpoint) {
    /** Whether rules answer, and no model. */
    public boolean goesByRules() {
      return checkpoint.isEmpty() && endpoint.isEmpty();
    }
  }
}
