package org.winnow.scorers.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.errorcategory.BasicTemplateErrorCategory;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.TokenizerSettings;

/**
 * A checkpoint's own chat template.
 *
 * <p>Jinja as Hugging Face runs it: blocks are trimmed and stripped, {@code raise_exception}
 * refuses a conversation, {@code tools} is undefined, there is no clock. Text of a conversation is
 * data and is never run as a template. A template reaches no Java class, no file and no other
 * template. Safe for use by many threads.
 */
public final class ChatTemplate {
  private static final int MAX_OUTPUT_BYTES = 64 << 20;
  private static final int MAX_ITEMS = 100_000;
  private static final int MAX_RANGE = 10_000;
  private static final Set<String> FILE_TAGS = Set.of("include", "import", "from", "extends");

  private final Jinjava jinjava;
  private final String source;
  private final Map<String, Object> variables;

  private ChatTemplate(Jinjava jinjava, String source, Map<String, Object> variables) {
    this.jinjava = jinjava;
    this.source = source;
    this.variables = variables;
  }

  /**
   * The chat template of a checkpoint.
   *
   * @throws CheckpointException if it does not render a question and an answer
   */
  public static ChatTemplate of(TokenizerSettings settings) {
    String source = settings.chatTemplate();
    Jinjava jinjava = interpreter();
    List<String> problems = TemplateCheck.problems(source, jinjava.getGlobalContext());
    if (!problems.isEmpty()) {
      throw new CheckpointException("chat template: " + String.join("; ", problems));
    }
    // Jinja drops one line break at the end of a template.
    String text = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    Map<String, Object> variables =
        Map.of(
            "bos_token", settings.beginOfSequence(),
            "eos_token", settings.endOfSequence());
    ChatTemplate template = new ChatTemplate(jinjava, text, variables);
    try {
      template.render(
          List.of(new Message(Role.USER, "question"), new Message(Role.ASSISTANT, "answer")));
    } catch (TemplateException e) {
      throw new CheckpointException(
          "chat template: does not render a question and an answer: " + e.getMessage(), e);
    }
    return template;
  }

  private static Jinjava interpreter() {
    LegacyOverrides pythonLike =
        LegacyOverrides.newBuilder()
            .withEvaluateMapKeys(true)
            .withIterateOverMapKeys(true)
            .withUseNaturalOperatorPrecedence(true)
            .withParseWhitespaceControlStrictly(true)
            .withAllowAdjacentTextNodes(true)
            .withUseTrimmingForNotesAndExpressions(true)
            .build();
    Jinjava jinjava =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withNestedInterpretationEnabled(false)
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withLegacyOverrides(pythonLike)
                .withElResolver(new TemplateValues())
                .withDisabled(Map.of(Context.Library.TAG, FILE_TAGS))
                .withMaxOutputSize(MAX_OUTPUT_BYTES)
                .withMaxListSize(MAX_ITEMS)
                .withMaxMapSize(MAX_ITEMS)
                .withRangeLimit(MAX_RANGE)
                .build());
    jinjava
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "raise_exception", TemplateFunctions.class, "raise", String.class));
    jinjava.getGlobalContext().registerFilter(new TemplateFunctions.ToJson());
    jinjava.getGlobalContext().registerTag(new TemplateFunctions.Generation());
    jinjava.getGlobalContext().registerExpTest(new TemplateFunctions.Iterates("iterable"));
    jinjava.getGlobalContext().registerExpTest(new TemplateFunctions.Iterates("sequence"));
    return jinjava;
  }

  /**
   * The text of a conversation.
   *
   * @throws TemplateException if the template refuses the conversation or fails on it
   */
  public String render(List<Message> messages) {
    return render(messages, false);
  }

  /**
   * The text of a conversation up to where the assistant's next turn begins.
   *
   * @throws TemplateException if the template refuses the conversation or fails on it
   */
  public String renderPrompt(List<Message> messages) {
    return render(messages, true);
  }

  private String render(List<Message> messages, boolean addGenerationPrompt) {
    List<Map<String, Object>> turns = new ArrayList<>();
    for (Message message : messages) {
      Map<String, Object> turn = new LinkedHashMap<>();
      turn.put("role", message.role().label());
      turn.put("content", message.content());
      turns.add(turn);
    }
    Map<String, Object> context = new HashMap<>(variables);
    context.put("messages", turns);
    context.put("add_generation_prompt", addGenerationPrompt);
    RenderResult result = jinjava.renderForResult(source, context);
    for (TemplateError error : result.getErrors()) {
      if (error.getCategory() != BasicTemplateErrorCategory.UNKNOWN_PROPERTY) {
        throw new TemplateException(reason(error));
      }
    }
    return result.getOutput();
  }

  private static String reason(TemplateError error) {
    Throwable cause = error.getException();
    while (cause != null) {
      if (cause instanceof TemplateException refused) {
        return String.valueOf(refused.getMessage());
      }
      cause = cause.getCause();
    }
    return error.getMessage() + " (line " + error.getLineno() + ")";
  }
}
