package org.winnow.transforms.hygiene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Fixtures;

class FilterRowsTest {
  private static final List<RowRule> RULES =
      List.of(
          new TurnsRule(2),
          new ResponseCharsRule(5, 20),
          new PhraseRule(List.of("sorry"), SamplePart.RESPONSE),
          new TokensRule("builtin:reference", 0, 1000));

  @Test
  void everyRowIsKeptOrLeavesForTheFirstRuleThatItBreaks() {
    List<Sample> rows = new ArrayList<>(Fixtures.rows("a", 9));
    rows.add(answered(10, "Yes."));
    rows.add(answered(11, "Sorry, I cannot say anything about that."));
    rows.add(answered(12, "Sorry, no."));

    Fixtures.Outcome outcome = filter(rows, 4);

    assertEquals(rows.subList(0, 9), outcome.kept());
    assertEquals(
        List.of(
            "10 DROPPED response_too_short",
            "11 DROPPED response_too_long",
            "12 DROPPED listed_phrase"),
        outcome.rejected().stream().map(r -> r.row() + " " + r.kind() + " " + r.reason()).toList());
    assertEquals(
        List.of("clean"), outcome.rejected().stream().map(Rejection::step).distinct().toList());
    assertEquals(outcome, filter(Fixtures.shuffled(rows, 3), 5));
  }

  @Test
  void mayKeepNothing() {
    Fixtures.Outcome outcome =
        Fixtures.run(
            Fixtures.batches(Fixtures.rows("a", 5), 2),
            new FilterRows("clean", List.of(new ResponseCharsRule(1000, Long.MAX_VALUE))));

    assertEquals(List.of(), outcome.kept());
    assertEquals(5, outcome.rejected().size());
  }

  private static Fixtures.Outcome filter(List<Sample> rows, int rowsOfBatch) {
    return Fixtures.run(Fixtures.batches(rows, rowsOfBatch), new FilterRows("clean", RULES));
  }

  private static Sample answered(int row, String answer) {
    return Sample.of(
        "a",
        List.of(new Message(Role.USER, "What?"), new Message(Role.ASSISTANT, answer)),
        Origin.ofRow("a.jsonl", row),
        "{}");
  }
}
