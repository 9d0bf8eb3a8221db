package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Fixtures;

class DedupExactTest {
  @Test
  void keepsTheFirstByDomainThenFileThenRow() {
    Sample first = Fixtures.sample("a", "y.jsonl", 9, "same?");
    Sample laterRow = Fixtures.sample("a", "y.jsonl", 10, "same?");
    Sample laterFile = Fixtures.sample("a", "z.jsonl", 1, "same?");
    Sample laterDomain = Fixtures.sample("b", "x.jsonl", 1, "same?");

    Fixtures.Outcome outcome = dedup(List.of(laterDomain, laterFile, laterRow, first), 1);

    assertEquals(List.of(first), outcome.kept());
    assertEquals(List.of("y.jsonl:10", "z.jsonl:1", "x.jsonl:1"), outcome.rejectedPlaces());
    for (Rejection rejection : outcome.rejected()) {
      assertEquals("duplicate", rejection.reason());
      assertEquals("dedup_exact", rejection.step());
      assertEquals(first.id(), rejection.id());
      assertEquals(Rejection.Kind.DROPPED, rejection.kind());
      assertEquals("same content as y.jsonl row 9", rejection.evidence());
    }
  }

  @Test
  void comparesMessagesAndNothingElse() {
    Sample asked = Fixtures.sample("a", "a.jsonl", 1, "Who?");
    Sample otherText = Fixtures.sample("a", "a.jsonl", 2, "Who? ");
    Sample otherMeta = Sample.of("a", asked.messages(), Origin.ofRow("a.jsonl", 3), "{\"k\":1}");

    Fixtures.Outcome outcome = dedup(List.of(asked, otherText, otherMeta), 3);

    assertEquals(List.of("a.jsonl:1", "a.jsonl:2"), outcome.keptPlaces());
  }

  @Test
  void leavesACorpusWithoutDuplicatesAsItIs() {
    List<Sample> rows = Fixtures.rows("a", 20);

    assertEquals(new Fixtures.Outcome(rows, List.of()), dedup(rows, 6));
    assertEquals(new Fixtures.Outcome(rows.subList(0, 1), List.of()), dedup(rows.subList(0, 1), 6));
  }

  @Test
  void leavesOneRowOfACorpusOfNothingButDuplicates() {
    List<Sample> rows =
        IntStream.rangeClosed(1, 20)
            .mapToObj(row -> Fixtures.sample("a", "a.jsonl", row, "same?"))
            .toList();

    Fixtures.Outcome outcome = dedup(Fixtures.shuffled(rows, 4), 6);

    assertEquals(List.of("a.jsonl:1"), outcome.keptPlaces());
    assertEquals(19, outcome.rejected().size());
  }

  @Test
  void findsADuplicateInsideOneBatchAndAcrossBatchesOfEqualContent() {
    List<Sample> rows =
        List.of(
            Fixtures.sample("a", "a.jsonl", 1, "one?"),
            Fixtures.sample("a", "a.jsonl", 2, "one?"),
            Fixtures.sample("a", "a.jsonl", 3, "one?"),
            Fixtures.sample("a", "a.jsonl", 4, "one?"));

    Fixtures.Outcome outcome = dedup(rows, 2);

    assertEquals(List.of("a.jsonl:1"), outcome.keptPlaces());
    assertEquals(List.of("a.jsonl:2", "a.jsonl:3", "a.jsonl:4"), outcome.rejectedPlaces());
  }

  private static Fixtures.Outcome dedup(List<Sample> rows, int rowsOfBatch) {
    Fixtures.Outcome inOnePart =
        Fixtures.run(Fixtures.batches(rows, rowsOfBatch), new DedupExact("dedup_exact", 0));
    Fixtures.Outcome inManyParts =
        Fixtures.run(Fixtures.batches(rows, rowsOfBatch), new DedupExact("dedup_exact", 1L << 40));
    assertEquals(inOnePart, inManyParts);
    return inManyParts;
  }
}
