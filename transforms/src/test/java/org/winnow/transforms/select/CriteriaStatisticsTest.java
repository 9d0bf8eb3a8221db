package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class CriteriaStatisticsTest {
  @Test
  void measuresEachCriterionForItself() throws Exception {
    CriteriaStatistics statistics = CriteriaStatistics.empty(2);
    statistics.add(new double[] {3, -1});
    statistics.add(new double[] {-4, -2});

    CriteriaStatistics back = CoderUtils.clone(CriteriaStatistics.CODER, statistics);

    for (CriteriaStatistics s : List.of(statistics, back)) {
      assertEquals(5.0, s.norm(0)); // sqrt(9 + 16)
      assertEquals(Math.sqrt(5), s.norm(1));
      assertEquals(-4.0, s.min(0));
      assertEquals(3.0, s.max(0));
      assertEquals(-2.0, s.min(1));
      assertEquals(-1.0, s.max(1));
    }
    assertArrayEquals(
        CoderUtils.encodeToByteArray(CriteriaStatistics.CODER, statistics),
        CoderUtils.encodeToByteArray(CriteriaStatistics.CODER, back));
  }

  @Property(tries = 100)
  void partsMergeToTheWhole(
      @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = -1e9, max = 1e9) Double> values) {
    CriteriaStatistics whole = CriteriaStatistics.empty(1);
    List<CriteriaStatistics> parts = new ArrayList<>();
    for (int i = values.size() - 1; i >= 0; i--) {
      whole.add(new double[] {values.get(i)});
    }
    for (int i = 0; i < values.size(); i += 3) {
      CriteriaStatistics part = CriteriaStatistics.empty(1);
      values.subList(i, Math.min(i + 3, values.size())).forEach(v -> part.add(new double[] {v}));
      parts.add(part);
    }

    CriteriaStatistics merged = CriteriaStatistics.merge(parts);

    assertEquals(whole.norm(0), merged.norm(0));
    assertEquals(whole.min(0), merged.min(0));
    assertEquals(whole.max(0), merged.max(0));
  }
}
