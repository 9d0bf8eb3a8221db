package org.winnow.transforms.hygiene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.hygiene.ScrubRules.Action;

class ScrubRowsTest {
  @Test
  void masksOrDropsAndNeverTellsTheSecret() {
    String key = "AKIA" + "IOSFODNN7EXAMPLE";
    List<Sample> rows = new ArrayList<>(Fixtures.rows("a", 5));
    rows.add(Fixtures.sample("a", "a.jsonl", 6, "Mail b@c.org or d@e.org"));
    rows.add(Fixtures.sample("a", "a.jsonl", 7, "The key is " + key + ", mail b@c.org"));

    Fixtures.Outcome outcome = scrub(rows, 3);

    assertEquals(6, outcome.kept().size());
    assertEquals(
        List.of(0.0, 0.0, 0.0, 0.0, 0.0, 2.0),
        outcome.kept().stream()
            .map(row -> row.scores().value("scrub.masked").orElseThrow())
            .toList());
    assertEquals("Mail <EMAIL> or <EMAIL>", outcome.kept().get(5).messages().get(0).content());
    assertEquals(rows.get(0).id(), outcome.kept().get(0).id());
    Rejection rejection = outcome.rejected().get(0);
    assertEquals(List.of("a.jsonl:7"), outcome.rejectedPlaces());
    assertEquals("contains_secret", rejection.reason());
    assertEquals("secret: 1", rejection.evidence());
    assertEquals(rows.get(6).id(), rejection.id());
    assertFalse(rejection.toString().contains(key));
    assertEquals(outcome, scrub(Fixtures.shuffled(rows, 8), 2));
  }

  private static Fixtures.Outcome scrub(List<Sample> rows, int rowsOfBatch) {
    Map<SensitiveKind, Action> actions = new EnumMap<>(SensitiveKind.class);
    for (SensitiveKind kind : SensitiveKind.values()) {
      actions.put(kind, kind == SensitiveKind.SECRET ? Action.DROP : Action.MASK);
    }
    return Fixtures.run(
        Fixtures.batches(rows, rowsOfBatch),
        new ScrubRows("clean", new ScrubRules(actions, List.of("US"))));
  }
}
