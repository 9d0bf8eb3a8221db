package org.winnow.transforms.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LowTemperatureTest {
  @Test
  void aTemperatureNearZeroGivesAllToTheLargest() {
    // 20,000 ^ 100 exceeds the greatest double
    assertEquals(
        Map.of("a", 0L, "b", 90L),
        Quotas.byTemperature(Map.of("a", 10_000L, "b", 20_000L), 0.01, 90));
  }
}
