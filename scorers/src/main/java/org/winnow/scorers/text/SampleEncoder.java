package org.winnow.scorers.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.winnow.schemas.Message;
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
  private final String endOfSequence;
  private final Set<Long> specialIds;
  private final int maxTokens;
  private final WhenTooLong whenTooLong;

  private SampleEncoder(Checkpoint checkpoint, HuggingFaceTokenizer tokenizer, ModelSpec model) {
    this.renderer = new ConversationRenderer(ChatTemplate.of(checkpoint.tokenizer()));
    this.tokenizer = tokenizer;
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
    try {
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.builder(Map.of())
              .optTokenizerPath(checkpoint.tokenizerFile())
              .optAddSpecialTokens(false)
              .optTruncation(false)
              .optPadding(false)
              .build();
      return new SampleEncoder(checkpoint, tokenizer, model);
    } catch (IOException | RuntimeException e) {
      throw new CheckpointException(
          "checkpoint " + checkpoint.name() + ", tokenizer.json: cannot be loaded, " + e, e);
    }
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

  private Encoding encode(RenderedConversation conversation) {
    ai.djl.huggingface.tokenizers.Encoding tokens =
        tokenizer.encode(conversation.text(), false, false);
    long[] ids = tokens.getIds();
    int[] turns = turns(conversation, ids, tokens.getCharTokenSpans());
    if (Arrays.stream(turns).allMatch(turn -> turn < 0)) {
      return new Encoding.Refused(
          "no_response_tokens",
          conversation.responses().isEmpty()
              ? "the conversation has no assistant message"
              : "the assistant messages are empty");
    }
    if (ids.length <= maxTokens) {
      return new Encoding.Encoded(new EncodedSample(ids, scored(turns, 0, turns.length), false));
    }
    if (whenTooLong == WhenTooLong.REJECT) {
      return new Encoding.Refused("too_long", ids.length + " tokens, the limit is " + maxTokens);
    }
    return new Encoding.Encoded(truncate(ids, turns));
  }

  /**
   * Keeps the first token and the last ones. If that would cut into the last response, keeps the
   * first token and the response from its beginning. A response that lost its beginning is context.
   */
  private EncodedSample truncate(long[] ids, int[] turns) {
    int lastTurn = Arrays.stream(turns).max().orElseThrow();
    int responseStart = indexOf(turns, lastTurn);
    int from = Math.min(ids.length - (maxTokens - 1), responseStart);
    int to = Math.min(ids.length, from + maxTokens - 1);
    long[] kept = new long[to - from + 1];
    kept[0] = ids[0];
    System.arraycopy(ids, from, kept, 1, to - from);
    boolean cutsTurn = turns[from] >= 0 && from > indexOf(turns, turns[from]);
    int scoredFrom = from;
    while (cutsTurn && turns[scoredFrom] == turns[from]) {
      scoredFrom++;
    }
    boolean[] scored = new boolean[kept.length];
    for (int i = scoredFrom; i < to; i++) {
      scored[i - from + 1] = turns[i] >= 0;
    }
    return new EncodedSample(kept, scored, true);
  }

  private static int indexOf(int[] values, int value) {
    int at = 0;
    while (values[at] != value) {
      at++;
    }
    return at;
  }

  private static boolean[] scored(int[] turns, int from, int to) {
    boolean[] scored = new boolean[to - from];
    for (int i = from; i < to; i++) {
      scored[i - from] = turns[i] >= 0;
    }
    return scored;
  }

  /** For each token the assistant message that it is scored for, counted from 0; -1 if none. */
  private int[] turns(RenderedConversation conversation, long[] ids, CharSpan[] offsets) {
    String text = conversation.text();
    List<Span> spans = inCodePoints(text, conversation.responses());
    int[] turns = new int[ids.length];
    Arrays.fill(turns, -1);
    int turn = 0;
    for (int i = 1; i < ids.length; i++) {
      CharSpan token = offsets[i];
      while (turn < spans.size() - 1 && token.getStart() > spans.get(turn).end()) {
        turn++;
      }
      for (int t = turn; t < Math.min(turn + 2, spans.size()); t++) {
        Span span = spans.get(t);
        boolean overlaps = token.getStart() < span.end() && token.getEnd() > span.start();
        boolean closes =
            token.getStart() == span.end()
                && (specialIds.contains(ids[i])
                    || !endOfSequence.isEmpty()
                        && text.startsWith(endOfSequence, conversation.responses().get(t).end()));
        if (overlaps || closes) {
          turns[i] = t;
          break;
        }
      }
    }
    return turns;
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

  private static boolean hasLoneSurrogate(String text) {
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
