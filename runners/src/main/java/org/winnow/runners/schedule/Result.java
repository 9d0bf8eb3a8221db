package org.winnow.runners.schedule;

import java.util.Optional;
import java.util.OptionalInt;
import org.winnow.pipelines.refresh.RowChanges;

/**
 * What came of an attempt.
 *
 * @param outcome how it ended
 * @param version that is the latest now, if that is known
 * @param rows what the new version changed; empty if there is none
 * @param error what went wrong, for people; empty if nothing did
 */
public record Result(
    Outcome outcome, OptionalInt version, Optional<RowChanges> rows, String error) {
  /** A failure, or a refusal. */
  public static Result bad(Outcome outcome, String error) {
    return new Result(outcome, OptionalInt.empty(), Optional.empty(), error);
  }
}
