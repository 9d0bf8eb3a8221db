package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.select.Criterion;

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

    // of rows 1 and 3 the one whose meta has the smaller SHA-256 stays
    assertEquals(List.of("a.jsonl:2", "a.jsonl:3"), outcome.keptPlaces());
  }

  @Test
  void otherFieldsDecideBeforeThePlaceDoes() {
    List<Message> messages = Fixtures.sample("a", 1).messages();
    List<String> metas = List.of("{}", "{\"k\":1}", "{\"k\":2}", "{\"k\":3}");
    List<Sample> rows = new ArrayList<>();
    List<Sample> renamed = new ArrayList<>();
    for (int i = 0; i < metas.size(); i++) {
      rows.add(Sample.of("a", messages, Origin.ofRow("a.jsonl", i + 1), metas.get(i)));
      renamed.add(Sample.of("a", messages, Origin.ofRow("f" + (9 - i), 1), metas.get(i)));
    }

    Sample kept = dedup(rows, 2).kept().get(0);

    assertEquals(kept.meta(), dedup(renamed, 3).kept().get(0).meta());
  }

  @Test
  void normalizedContentsAreEqualButForCasePunctuationAndSpace() {
    Sample plain = Fixtures.sample("a", "a.jsonl", 1, "who is it");
    Sample loud = Fixtures.sample("b", "b.jsonl", 1, "WHO  is it?!");
    Sample other = Fixtures.sample("a", "a.jsonl", 2, "who is it not");
    Sample mark = Fixtures.sample("a", "a.jsonl", 3, "?");
    Sample otherMark = Fixtures.sample("a", "a.jsonl", 4, "!");
    List<CorpusBatch> batches = Fixtures.batches(List.of(loud, other, plain, mark, otherMark), 2);

    Fixtures.Outcome outcome =
        Fixtures.run(batches, new DedupExact("dedup", Match.NORMALIZED, Preference.none(), 0));

    assertEquals(List.of(plain, other, mark, otherMark), outcome.kept());
    assertEquals(loud.id(), outcome.rejected().get(0).id());
    assertEquals("same content as a.jsonl row 1", outcome.rejected().get(0).evidence());
  }

  @Test
  void pairsThatDifferInTheRejectedAnswerBothStay() {
    List<Sample> rows =
        List.of(
            pair(1, "{\"rejected\":\"No.\"}"),
            pair(2, "{\"k\":1,\"rejected\":\"Never.\"}"),
            pair(3, "{\"rejected\":[{\"role\":\"assistant\",\"content\":\"No.\"}],\"k\":2}"),
            pair(4, "{\"rejected\":\"NO!\"}"),
            pair(5, "{}"),
            pair(6, "{\"rejected\":true}"),
            pair(7, "{\"note\":\"rejected\"}"));

    assertEquals(
        List.of(Set.of(1L, 3L), Set.of(2L), Set.of(4L), Set.of(5L, 6L, 7L)),
        groups(Match.EXACT, rows));
    assertEquals(
        List.of(Set.of(1L, 3L, 4L), Set.of(2L), Set.of(5L, 6L, 7L)),
        groups(Match.NORMALIZED, rows));
    Fixtures.Outcome outcome = dedup(rows, 2);
    assertEquals(4, outcome.kept().size());
    assertEquals(1, outcome.kept().stream().map(Sample::id).distinct().count());
  }

  /** Rows that are equal, by their numbers, in the order of the first of them. */
  private static List<Set<Long>> groups(Match match, List<Sample> rows) {
    Map<PlaceBlock.Hash, Set<Long>> groups = new LinkedHashMap<>();
    List<PlaceBlock.Hash> found = match.groups(CorpusBatch.of(rows));
    for (int i = 0; i < rows.size(); i++) {
      groups
          .computeIfAbsent(found.get(i), group -> new TreeSet<>())
          .add(rows.get(i).origin().row());
    }
    return List.copyOf(groups.values());
  }

  private static Sample pair(int row, String meta) {
    return Sample.of(
        "a",
        List.of(new Message(Role.USER, "Is it so?"), new Message(Role.ASSISTANT, "Yes.")),
        Origin.ofRow("a.jsonl", row),
        meta);
  }

  @Test
  void aScoreChoosesAmongEqualRows() {
    List<Sample> rows = new ArrayList<>();
    for (double score : new double[] {1, Double.NaN, 3, 2}) {
      rows.add(
          Fixtures.sample("a", "a.jsonl", rows.size() + 1, "same?")
              .withScores(Scores.of(List.of("q"), score)));
    }
    Preference highest = Preference.by("q", Criterion.Goal.MAXIMIZE);

    Fixtures.Outcome outcome =
        Fixtures.run(Fixtures.batches(rows, 3), new DedupExact("dedup", Match.EXACT, highest, 0));

    assertEquals(List.of("a.jsonl:3"), outcome.keptPlaces());
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
        Fixtures.run(
            Fixtures.batches(rows, rowsOfBatch),
            new DedupExact("dedup_exact", Match.EXACT, Preference.none(), 0));
    Fixtures.Outcome inManyParts =
        Fixtures.run(
            Fixtures.batches(rows, rowsOfBatch),
            new DedupExact("dedup_exact", Match.EXACT, Preference.none(), 1L << 40));
    assertEquals(inOnePart, inManyParts);
    return inManyParts;
  }
}
