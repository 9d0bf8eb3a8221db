package org.winnow.schemas.format;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;

/**
 * How a conversation is written: the shapes that trainers read.
 *
 * <p>What is written in a shape is read back by the {@link Shape} of {@link #readBy}, to the same
 * messages. Not every conversation has every shape; {@link #misfit} says why one does not.
 */
public enum OutputShape {
  /** {@code messages: [{role, content}]}; every conversation fits. */
  MESSAGES(Shape.MESSAGES, new OutputColumn("messages", ColumnType.ROLE_TURNS)) {
    @Override
    public Optional<String> misfit(Sample sample) {
      return Optional.empty();
    }

    @Override
    String write(Sample sample, RowValues values) throws IOException {
      values.turns(sample.messages());
      return sample.meta();
    }
  },

  /**
   * {@code conversations: [{from, value}]} from system, human, gpt and observation (a tool's
   * answer).
   *
   * <p>A conversation fits if human or observation and gpt take turns, gpt last, behind an optional
   * system turn. Trainers skip others without a word.
   */
  SHAREGPT(Shape.SHAREGPT, new OutputColumn("conversations", ColumnType.FROM_TURNS)) {
    @Override
    public Optional<String> misfit(Sample sample) {
      return Alternation.misfit(sample.messages(), List.of(Role.USER, Role.TOOL));
    }

    @Override
    String write(Sample sample, RowValues values) throws IOException {
      values.turns(sample.messages());
      return sample.meta();
    }
  },

  /**
   * {@code instruction}, {@code input} (empty), {@code output}, {@code system} and {@code history},
   * the earlier turns as pairs.
   *
   * <p>A conversation fits if user and assistant take turns, the assistant last, behind an optional
   * system turn. LLaMA-Factory trains on the answers of the history too; other trainers do not read
   * it.
   */
  ALPACA(
      Shape.ALPACA,
      new OutputColumn("instruction", ColumnType.TEXT),
      new OutputColumn("input", ColumnType.TEXT),
      new OutputColumn("output", ColumnType.TEXT),
      new OutputColumn("system", ColumnType.TEXT),
      new OutputColumn("history", ColumnType.PAIRS)) {
    @Override
    public Optional<String> misfit(Sample sample) {
      return Alternation.misfit(sample.messages(), List.of(Role.USER));
    }

    @Override
    String write(Sample sample, RowValues values) throws IOException {
      List<Message> turns = sample.messages();
      int first = Alternation.firstBehindSystem(turns);
      values.text(turns.get(turns.size() - 2).content());
      values.text("");
      values.text(turns.get(turns.size() - 1).content());
      values.text(first == 0 ? "" : turns.get(0).content());
      values.pairs(turns.subList(first, turns.size() - 2));
      return sample.meta();
    }
  },

  /**
   * {@code prompt} and {@code completion}, both lists of role and content; the completion is the
   * last turn.
   *
   * <p>A conversation fits if its last turn is the assistant's, has text, and is not the only one.
   */
  PROMPT_COMPLETION(
      Shape.PROMPT_COMPLETION,
      new OutputColumn("prompt", ColumnType.ROLE_TURNS),
      new OutputColumn("completion", ColumnType.ROLE_TURNS)) {
    @Override
    public Optional<String> misfit(Sample sample) {
      return Alternation.misfitOfLast(sample.messages());
    }

    @Override
    String write(Sample sample, RowValues values) throws IOException {
      int last = sample.messages().size() - 1;
      values.turns(sample.messages().subList(0, last));
      values.turns(sample.messages().subList(last, last + 1));
      return sample.meta();
    }
  },

  /**
   * {@code prompt}, {@code chosen} and {@code rejected}, lists of role and content.
   *
   * <p>A conversation fits if its source gave an answer that was rejected, see {@link
   * PreferencePair}.
   */
  PREFERENCE(
      Shape.PREFERENCE,
      new OutputColumn("prompt", ColumnType.ROLE_TURNS),
      new OutputColumn("chosen", ColumnType.ROLE_TURNS),
      new OutputColumn("rejected", ColumnType.ROLE_TURNS)) {
    @Override
    public Optional<String> misfit(Sample sample) {
      try {
        PreferencePair.of(sample);
        return Optional.empty();
      } catch (BadRow e) {
        return Optional.of(e.evidence());
      }
    }

    @Override
    String write(Sample sample, RowValues values) throws IOException {
      PreferencePair pair;
      try {
        pair = PreferencePair.of(sample);
      } catch (BadRow e) {
        throw new IllegalArgumentException("sample " + sample.id() + ": " + e.evidence(), e);
      }
      values.turns(pair.prompt());
      values.turns(pair.chosen());
      values.turns(pair.rejected());
      return pair.meta();
    }
  };

  /** Reason of the rejection of a sample that does not fit the shape that is to be written. */
  public static final String MISFIT_REASON = "does_not_fit_shape";

  private final Shape readBy;
  private final List<OutputColumn> columns;

  OutputShape(Shape readBy, OutputColumn... columns) {
    this.readBy = readBy;
    this.columns = List.of(columns);
  }

  /** The name in recipes: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The shape that reads what is written in this one. */
  public Shape readBy() {
    return readBy;
  }

  /** The columns of the conversation, in order. */
  List<OutputColumn> columns() {
    return columns;
  }

  /** Why a sample cannot be written in this shape, without its text; empty if it can. */
  public abstract Optional<String> misfit(Sample sample);

  /**
   * Hands out the values of {@link #columns}.
   *
   * @return the sample's meta, less what these columns hold
   * @throws IllegalArgumentException if the sample does not fit
   */
  abstract String write(Sample sample, RowValues values) throws IOException;
}
