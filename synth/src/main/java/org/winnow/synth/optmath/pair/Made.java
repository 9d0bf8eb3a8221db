package org.winnow.synth.optmath.pair;

import java.util.List;
import java.util.Optional;

/**
 * Something that was to be made: the thing, or why there is none.
 *
 * @param value present if and only if there is no flaw
 * @param flaw why there is no value
 * @param exchanges what a teacher was asked for it, in order; empty where none was asked
 */
public record Made<T>(Optional<T> value, Optional<Flaw> flaw, List<Exchange> exchanges) {
  public Made {
    if (value.isPresent() == flaw.isPresent()) {
      throw new IllegalArgumentException("expected either a value or a flaw");
    }
    exchanges = List.copyOf(exchanges);
  }

  /** Something that was made. */
  public static <T> Made<T> of(T value, List<Exchange> exchanges) {
    return new Made<>(Optional.of(value), Optional.empty(), exchanges);
  }

  /** Something that was not made. */
  public static <T> Made<T> not(Flaw flaw, List<Exchange> exchanges) {
    return new Made<>(Optional.empty(), Optional.of(flaw), exchanges);
  }
}
