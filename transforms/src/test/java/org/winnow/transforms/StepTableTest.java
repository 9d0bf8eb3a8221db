package org.winnow.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;
import org.winnow.transforms.StepTable.Count;
import org.winnow.transforms.StepTable.Share;
import org.winnow.transforms.StepTable.Text;

class StepTableTest {
  @Test
  void comesBackAsItWas() throws Exception {
    StepTable table =
        new StepTable(
            "near_dup_2",
            "sizes",
            List.of("text", "count", "share"),
            List.of(
                List.of(new Text("数\n\"</td>\0"), new Count(Long.MAX_VALUE), new Share(8 / 14.0)),
                List.of(new Text(""), new Count(-1), new Share(0))));
    StepTable empty = new StepTable("a", "b", List.of("c"), List.of());

    CoderProperties.coderDecodeEncodeEqual(StepTable.CODER, table);
    CoderProperties.coderDecodeEncodeEqual(
        ListCoder.of(StepTable.CODER), List.of(table, empty, table));
  }

  @Test
  void aWrongTableCannotExist() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new StepTable("a", "b", List.of("c", "c"), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StepTable("a", "b", List.of("c", "d"), List.of(List.of(new Count(1)))));
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new Share(share));
    }
  }

  @Test
  void aLongTextIsCutButNotThroughACharacter() {
    String text = "a".repeat(298) + "\uD83D\uDE00" + "b";

    assertEquals(text.substring(0, 298) + "…", new Text(text).text());
    assertEquals("a".repeat(299) + "…", new Text("a".repeat(301)).text());
    assertEquals("a".repeat(300), new Text("a".repeat(300)).text());
  }
}
