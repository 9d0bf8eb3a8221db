package org.winnow.transforms.hygiene;

import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Rejection;
import org.winnow.scorers.checkpoint.TokenizerFolder;
import org.winnow.scorers.text.TokenCounter;

/**
 * The whole conversation, as the chat template writes it, has so many tokens.
 *
 * @param tokenizer a directory with a tokenizer, or {@code builtin:reference}
 * @param minTokens at least
 * @param maxTokens at most
 */
public record TokensRule(String tokenizer, long minTokens, long maxTokens) implements RowRule {
  /** Reason: fewer tokens. */
  public static final String TOO_FEW = "too_few_tokens";

  /** Reason: more tokens. */
  public static final String TOO_MANY = "too_many_tokens";

  @Override
  public Check open() {
    TokenCounter counter = TokenCounter.open(TokenizerFolder.inspect(tokenizer));
    return new Check() {
      @Override
      public Optional<Finding> check(List<Message> messages) {
        return finding(counter.count(messages));
      }

      @Override
      public void close() {
        counter.close();
      }
    };
  }

  @Override
  public String shown() {
    return Ranges.shown(minTokens, maxTokens) + " tokens of " + tokenizer;
  }

  /** A conversation that the template refuses is broken: no trainer can read it either. */
  private Optional<Finding> finding(TokenCounter.Count count) {
    if (count instanceof TokenCounter.Count.Refused refused) {
      return Optional.of(new Finding(Rejection.Kind.INVALID, refused.reason(), refused.evidence()));
    }
    int tokens = ((TokenCounter.Count.Tokens) count).tokens();
    if (tokens < minTokens) {
      return Finding.unwanted(TOO_FEW, tokens + " tokens, the least is " + minTokens);
    }
    return tokens > maxTokens
        ? Finding.unwanted(TOO_MANY, tokens + " tokens, the limit is " + maxTokens)
        : Optional.empty();
  }
}
