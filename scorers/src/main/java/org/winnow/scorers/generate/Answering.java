package org.winnow.scorers.generate;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.winnow.scorers.generate.Generation.Finish;
import org.winnow.scorers.runtime.NextTokens;
import org.winnow.scorers.runtime.Sequence;
import org.winnow.scorers.text.PromptEncoder;

/** One request on its way: the sequence so far, and when it ends. */
final class Answering implements AutoCloseable {
  /** A UTF-16 unit has at most this many bytes in UTF-8, so at most as many tokens. */
  private static final int MOST_TOKENS_OF_UNIT = 3;

  /** Tokens that a stop text is looked for in, beyond its own; decides nothing but time. */
  private static final int TAIL_TOKENS = 8;

  private final int index;
  private final Sequence sequence;
  private final int promptTokens;
  private final int limit;
  private final GenerationOptions options;
  private final TokenDraw draw;
  private final Set<Long> endTokens;
  private final PromptEncoder encoder;
  private long next;
  private long[] answer = new long[0];
  private boolean ended;
  private OptionalInt textEnd = OptionalInt.empty();

  /**
   * A request whose prompt, but for its last token, is in {@code sequence}.
   *
   * @param index its place among the requests
   * @param last the prompt's last token
   * @param limit most tokens of the answer
   */
  Answering(
      int index,
      Sequence sequence,
      long last,
      int limit,
      GenerationOptions options,
      Set<Long> endTokens,
      PromptEncoder encoder) {
    this.index = index;
    this.sequence = sequence;
    this.promptTokens = sequence.length() + 1;
    this.next = last;
    this.limit = limit;
    this.options = options;
    this.draw = new TokenDraw(options);
    this.endTokens = endTokens;
    this.encoder = encoder;
  }

  int index() {
    return index;
  }

  Sequence sequence() {
    return sequence;
  }

  /** The token that the sequence has to take next. */
  long next() {
    return next;
  }

  /** Takes the answer's next token from what the model expects. */
  void take(NextTokens expected, int place) {
    next =
        options.temperature() == 0
            ? expected.mostLikely(place)
            : draw.draw(expected.logits(place), answer.length);
    answer = Arrays.copyOf(answer, answer.length + 1);
    answer[answer.length - 1] = next;
    ended = !options.ignoreEnd() && endTokens.contains(next);
    if (!ended && !options.stop().isEmpty()) {
      textEnd = stopAt();
    }
  }

  boolean isDone() {
    return ended || textEnd.isPresent() || answer.length == limit;
  }

  Generation.Answer result() {
    // A token that ends the answer need not be a special one, which decoding leaves out.
    String text = encoder.decode(ended ? Arrays.copyOf(answer, answer.length - 1) : answer);
    if (textEnd.isPresent()) {
      text = text.substring(0, textEnd.getAsInt());
    }
    Finish finish = ended || textEnd.isPresent() ? Finish.STOP : Finish.LENGTH;
    return new Generation.Answer(text, answer, finish, promptTokens);
  }

  /** Where the first stop text begins, in the answer's text. */
  private OptionalInt stopAt() {
    int from = Math.max(0, answer.length - tail(options.stop()));
    if (!holdsStop(encoder.decode(Arrays.copyOfRange(answer, from, answer.length)))) {
      return OptionalInt.empty();
    }
    String text = encoder.decode(answer);
    return options.stop().stream().mapToInt(text::indexOf).filter(at -> at >= 0).min();
  }

  /** How many of the last tokens hold any of these texts that the last token ends. */
  static int tail(List<String> stop) {
    int longest = stop.stream().mapToInt(String::length).max().orElse(0);
    return MOST_TOKENS_OF_UNIT * longest + TAIL_TOKENS;
  }

  private boolean holdsStop(String text) {
    List<String> stop = options.stop();
    return stop.stream().anyMatch(text::contains);
  }

  @Override
  public void close() {
    sequence.close();
  }
}
