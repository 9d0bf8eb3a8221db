package org.winnow.pipelines.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.winnow.schemas.format.FieldNames;
import org.winnow.schemas.format.Mapping;
import org.winnow.schemas.format.Shape;

/** Reads {@code shape} and {@code columns} of an input. */
public final class Mappings {
  private Mappings() {}

  /** How the fields of an input become messages; notes problems in place. */
  public static Mapping read(RecipeNode input) {
    return read(input, true);
  }

  /** The same for rows that may have a prompt alone. */
  public static Mapping readWithoutAnswers(RecipeNode input) {
    return read(input, false).withoutAnswers();
  }

  private static Mapping read(RecipeNode input, boolean needsAnswer) {
    RecipeNode shape = input.get("shape");
    RecipeNode columns = input.get("columns");
    if (columns.isPresent()) {
      if (shape.isPresent()) {
        input.problem("expected either shape or columns, found both");
      }
      return columns(columns, needsAnswer);
    }
    String wanted = shape.textOr("auto", "the name of a shape");
    if (wanted.equals("auto") || wanted.isEmpty()) {
      return Mapping.AUTO;
    }
    List<String> known = new ArrayList<>(List.of("auto"));
    for (Shape candidate : Shape.values()) {
      String name = candidate.name().toLowerCase(Locale.ROOT);
      if (name.equals(wanted)) {
        return Mapping.of(candidate);
      }
      known.add(name);
    }
    shape.problem("unknown shape '" + wanted + "'; known shapes: " + String.join(", ", known));
    return Mapping.AUTO;
  }

  private static Mapping columns(RecipeNode node, boolean needsAnswer) {
    node.expectMapping("a mapping such as {prompt: problem, response: solution}");
    node.allowKeys("messages", "prompt", "response", "system", "domain");
    String system = node.get("system").textOr("", "the name of a field");
    String domain = node.get("domain").textOr("", "the name of a field");
    boolean turns = node.get("messages").isPresent();
    boolean pair = node.get("prompt").isPresent() || node.get("response").isPresent();
    if (turns == pair) {
      node.problem(
          "expected either messages, or prompt "
              + (needsAnswer ? "and response" : "with or without response"));
      return Mapping.AUTO;
    }
    if (turns) {
      String messages = node.get("messages").text("the name of a field");
      return Mapping.of(FieldNames.ofTurns(messages, system), domain);
    }
    String prompt = node.get("prompt").text("the name of a field");
    RecipeNode answer = node.get("response");
    if (!needsAnswer && !answer.isPresent()) {
      return prompt.isEmpty() ? Mapping.AUTO : Mapping.ofPromptAlone(prompt, system);
    }
    String response = answer.text("the name of a field");
    return prompt.isEmpty() || response.isEmpty()
        ? Mapping.AUTO
        : Mapping.of(FieldNames.ofPrompt(prompt, response, system), domain);
  }
}
