package org.winnow.scorers.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.util.List;
import org.winnow.schemas.Message;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;

/**
 * Turns a conversation into the tokens that an answer follows, and the answer's tokens into text.
 * Safe for many threads.
 */
public final class PromptEncoder implements AutoCloseable {
  private final ChatTemplate template;
  private final HuggingFaceTokenizer tokenizer;

  private PromptEncoder(ChatTemplate template, HuggingFaceTokenizer tokenizer) {
    this.template = template;
    this.tokenizer = tokenizer;
  }

  /**
   * Loads the tokenizer; the caller closes it.
   *
   * @throws CheckpointException if tokenizer.json is no tokenizer, or the template renders nothing
   */
  public static PromptEncoder open(Checkpoint checkpoint) {
    return new PromptEncoder(
        ChatTemplate.of(checkpoint.tokenizer()),
        Tokenizers.open("checkpoint " + checkpoint.name(), checkpoint.tokenizerFile()));
  }

  /** The prompt's tokens, or why there are none. */
  public Prompt encode(List<Message> messages) {
    for (int i = 0; i < messages.size(); i++) {
      if (SampleEncoder.hasLoneSurrogate(messages.get(i).content())) {
        return new Prompt.Refused(
            "invalid_unicode", "message " + (i + 1) + " holds half a surrogate pair");
      }
    }
    try {
      long[] ids = tokenizer.encode(template.renderPrompt(messages), false, false).getIds();
      return ids.length == 0
          ? new Prompt.Refused("empty_prompt", "the chat template writes nothing")
          : new Prompt.Tokens(ids);
    } catch (TemplateException e) {
      return new Prompt.Refused("template_refused", String.valueOf(e.getMessage()));
    }
  }

  /** The text of generated tokens, without special tokens. */
  public String decode(long[] ids) {
    return ids.length == 0 ? "" : tokenizer.decode(ids, true);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
