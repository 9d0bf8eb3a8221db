package org.winnow.scorers.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.text.RenderedConversation.Span;

/**
 * Turns conversations into token ids and marks the scored ones.
 *
 * <p>The whole rendered text is tokenised at once. A token is scored if it overlaps an assistant
 * content, or if it is a special token that starts exactly where such a content ends: the token
 * that closes the turn. The first token is never scored, nothing comes before it. Safe for many
 * threads.
 */
public final class SampleEncoder implements AutoCloseable {
  private final ConversationRenderer renderer;
  private final HuggingFaceTokenizer tokenizer;
  private final String beginOfSequence;
  private final String endOfSequence;
  private final Set<Long> specialIds;
  private final int maxTokens;
  private final WhenTooLong whenTooLong;

  private SampleEncoder(Checkpoint checkpoint, HuggingFaceTokenizer tokenizer, ModelSpec model) {
    this.renderer = new ConversationRenderer(ChatTemplate.of(checkpoint.tokenizer()));
    this.tokenizer = tokenizer;
    this.beginOfSequence = checkpoint.tokenizer().beginOfSequence();
    this.endOfSequence = checkpoint.tokenizer().endOfSequence();
    this.specialIds = checkpoint.tokenizer().specialIds();
    this.maxTokens = model.maxTokens();
    this.whenTooLong = model.whenTooLong();
  }

  /**
   * Loads the tokenizer.
   *
   * @throws CheckpointException if tokenizer.json is not a tokenizer
   */
  public static SampleEncoder open(Checkpoint checkpoint, ModelSpec model) {
    return new SampleEncoder(
        checkpoint,
        Tokenizers.open("checkpoint " + checkpoint.name(), checkpoint.tokenizerFile()),
        model);
  }

  /** The sample's tokens, or why it cannot be scored. */
  public Encoding encode(List<Message> messages) {
    for (int i = 0; i < messages.size(); i++) {
      if (hasLoneSurrogate(messages.get(i).content())) {
        return new Encoding.Refused(
            "invalid_unicode", "message " + (i + 1) + " holds half a surrogate pair");
      }
    }
    Optional<RenderedConversation> rendered;
    try {
      rendered = renderer.render(messages);
    } catch (TemplateException e) {
      return new Encoding.Refused("template_refused", String.valueOf(e.getMessage()));
    }
    return rendered
        .map(this::encode)
        .orElseGet(
            () ->
                new Encoding.Refused(
                    "template_alters_content",
                    "the chat template changes a message's text in a conversation of roles "
                        + messages.stream().map(m -> m.role().label()).toList()));
  }

  /**
   * The last response alone: the token that begins a sequence, if the tokenizer has one, the
   * response's tokens, and the token that ends a turn. Empty if that leaves nothing to predict.
   */
  public Optional<EncodedSample> encodeAnswer(List<Message> messages) {
    Optional<Message> answer =
        messages.stream().filter(m -> m.role() == Role.ASSISTANT).reduce((one, next) -> next);
    if (answer.isEmpty() || hasLoneSurrogate(answer.get().content())) {
      return Optional.empty();
    }
    long[] ids =
        Stream.of(idsOf(beginOfSequence), idsOf(answer.get().content()), idsOf(endOfSequence))
            .flatMapToLong(Arrays::stream)
            .toArray();
    if (ids.length < 2) {
      return Optional.empty();
    }
    boolean truncated = ids.length > maxTokens;
    return Optional.of(
        EncodedSample.allScored(truncated ? Arrays.copyOf(ids, maxTokens) : ids, truncated));
  }

  private long[] idsOf(String text) {
    return text.isEmpty() ? new long[0] : tokenizer.encode(text, false, false).getIds();
  }

  private Encoding encode(RenderedConversation conversation) {
    ai.djl.huggingface.tokenizers.Encoding encoded =
        tokenizer.encode(conversation.text(), false, false);
    long[] ids = encoded.getIds();
    ResponseTokens tokens = responseTokens(conversation, ids, encoded.getCharTokenSpans());
    if (Arrays.stream(tokens.turns()).allMatch(turn -> turn < 0)) {
      return new Encoding.Refused(
          "no_response_tokens",
          conversation.responses().isEmpty()
              ? "the conversation has no assistant message"
              : "the assistant messages are empty");
    }
    if (ids.length <= maxTokens) {
      boolean[] scored = new boolean[ids.length];
      for (int i = 0; i < ids.length; i++) {
        scored[i] = tokens.turns()[i] >= 0;
      }
      return new Encoding.Encoded(
          new EncodedSample(ids, scored, tokens.textBytes(), tokens.endsSentence(), false));
    }
    if (whenTooLong == WhenTooLong.REJECT) {
      return new Encoding.Refused("too_long", ids.length + " tokens, the limit is " + maxTokens);
    }
    return new Encoding.Encoded(truncate(ids, tokens));
  }

  /**
   * Keeps the first token and the last ones. If that would cut into the last response, keeps the
   * first token and the response from its beginning. A response that lost its beginning is context.
   */
  private EncodedSample truncate(long[] ids, ResponseTokens tokens) {
    int[] turns = tokens.turns();
    int lastTurn = Arrays.stream(turns).max().orElseThrow();
    int responseStart = indexOf(turns, lastTurn);
    int from = Math.min(ids.length - (maxTokens - 1), responseStart);
    int to = Math.min(ids.length, from + maxTokens - 1);
    boolean cutsTurn = turns[from] >= 0 && from > indexOf(turns, turns[from]);
    int scoredFrom = from;
    while (cutsTurn && turns[scoredFrom] == turns[from]) {
      scoredFrom++;
    }
    int length = to - from + 1;
    long[] kept = new long[length];
    kept[0] = ids[0];
    System.arraycopy(ids, from, kept, 1, to - from);
    int[] bytes = new int[length];
    System.arraycopy(tokens.textBytes(), from, bytes, 1, to - from);
    boolean[] ends = new boolean[length];
    System.arraycopy(tokens.endsSentence(), from, ends, 1, to - from);
    boolean[] scored = new boolean[length];
    for (int i = scoredFrom; i < to; i++) {
      scored[i - from + 1] = turns[i] >= 0;
    }
    return new EncodedSample(kept, scored, bytes, ends, true);
  }

  private static int indexOf(int[] values, int value) {
    int at = 0;
    while (values[at] != value) {
      at++;
    }
    return at;
  }

  private ResponseTokens responseTokens(
      RenderedConversation conversation, long[] ids, CharSpan[] offsets) {
    String text = conversation.text();
    return ResponseTokens.of(
        text.codePoints().toArray(),
        offsets,
        inCodePoints(text, conversation.responses()),
        (token, response) ->
            specialIds.contains(ids[token])
                || (!endOfSequence.isEmpty()
                    && text.startsWith(
                        endOfSequence, conversation.responses().get(response).end())));
  }

  /** The tokenizer counts offsets in code points; Java counts in UTF-16 units. */
  private static List<Span> inCodePoints(String text, List<Span> spans) {
    List<Span> converted = new ArrayList<>();
    int unit = 0;
    int point = 0;
    for (Span span : spans) {
      int start = point + text.codePointCount(unit, span.start());
      int end = start + text.codePointCount(span.start(), span.end());
      converted.add(new Span(start, end));
      unit = span.end();
      point = end;
    }
    return converted;
  }

  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
