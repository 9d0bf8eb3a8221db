package org.winnow.scorers.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.util.List;
import org.winnow.schemas.Message;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.TokenizerFolder;

/**
 * Counts the tokens that a conversation has for a model: of the whole text that the chat template
 * makes of it, special tokens included.
 *
 * <p>It is the length that {@link SampleEncoder} sees before it truncates. Safe for many threads.
 */
public final class TokenCounter implements AutoCloseable {
  private final ChatTemplate template;
  private final HuggingFaceTokenizer tokenizer;

  private TokenCounter(ChatTemplate template, HuggingFaceTokenizer tokenizer) {
    this.template = template;
    this.tokenizer = tokenizer;
  }

  /** What became of a conversation. */
  public sealed interface Count {
    /**
     * It has so many tokens.
     *
     * @param tokens from 0
     */
    record Tokens(int tokens) implements Count {}

    /**
     * It has no length.
     *
     * @param reason a stable word
     * @param evidence what was found
     */
    record Refused(String reason, String evidence) implements Count {}
  }

  /**
   * Loads the tokenizer; the caller closes it.
   *
   * @throws CheckpointException if tokenizer.json is no tokenizer, or the template renders nothing
   */
  public static TokenCounter open(TokenizerFolder folder) {
    ChatTemplate template = ChatTemplate.of(folder.settings());
    return new TokenCounter(
        template, Tokenizers.open("tokenizer " + folder.name(), folder.tokenizerFile()));
  }

  /** The number of tokens, or why there is none. */
  public Count count(List<Message> messages) {
    for (int i = 0; i < messages.size(); i++) {
      if (SampleEncoder.hasLoneSurrogate(messages.get(i).content())) {
        return new Count.Refused(
            "invalid_unicode", "message " + (i + 1) + " holds half a surrogate pair");
      }
    }
    try {
      String text = template.render(messages);
      return new Count.Tokens(tokenizer.encode(text, false, false).getIds().length);
    } catch (TemplateException e) {
      return new Count.Refused("template_refused", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
