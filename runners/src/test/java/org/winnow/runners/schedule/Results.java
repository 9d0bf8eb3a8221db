package org.winnow.runners.schedule;

import java.util.Optional;
import java.util.OptionalInt;
import org.winnow.pipelines.refresh.RowChanges;

/** What refreshes of the tests end with. */
final class Results {
  static final Result PUBLISHED =
      new Result(
          Outcome.PUBLISHED, OptionalInt.of(7), Optional.of(new RowChanges(1200, 34, 5, 6)), "");
  static final Result FAILED = Result.bad(Outcome.FAILED, "no space left");

  private Results() {}
}
