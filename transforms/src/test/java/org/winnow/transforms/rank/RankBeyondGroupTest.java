package org.winnow.transforms.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.winnow.transforms.select.Criterion.Goal.MAXIMIZE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.Scope;
import org.winnow.transforms.select.KeepRanked;
import org.winnow.transforms.select.RowOrder;

/** More rows are wanted than a group has: all of them are within. */
class RankBeyondGroupTest {
  @Test
  void aRankBeyondTheGroupWantsAllOfIt() {
    // two keys share their first digit with the last one
    List<RankKey> keys =
        List.of(
            new RankKey(0x0001_0000_0000_0000L, 0, 0),
            new RankKey(0x0002_0001_0000_0000L, 0, 0),
            new RankKey(0x0002_0002_0000_0000L, 0, 0),
            new RankKey(0x0002_0003_0000_0000L, 0, 0));

    for (long rank = 4; rank <= 12; rank++) {
      Cuts cuts = PendingTest.search(List.of(keys), new long[] {rank}, 6);

      PendingTest.assertWithin(keys, new long[] {rank}, cuts);
    }
  }

  @Test
  void aSmallDomainIsKeptWholeWhenMoreRowsAreAskedForThanItHas() {
    List<Sample> rows = Fixtures.scored("a", 1.50, 1.51, 1.52, 1.53, 1.54);

    Fixtures.Outcome outcome =
        Fixtures.run(
            Fixtures.batches(rows, 5),
            KeepRanked.best(
                "select",
                7,
                new RowOrder.ByColumn("q", MAXIMIZE),
                new Amount.Rows(6),
                Scope.DOMAIN));

    assertEquals(rows, outcome.kept());
    assertEquals(List.of(), outcome.rejected());
  }
}
