package org.winnow.scorers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentedPassTest {
  @Test
  void segmentsAreCutFromTheTop() {
    assertThat(SegmentedPass.firstLayers(7, 3)).containsExactly(0, 1, 4);
    assertThat(SegmentedPass.firstLayers(6, 3)).containsExactly(0, 3);
    assertThat(SegmentedPass.firstLayers(2, 5)).containsExactly(0);
  }
}
