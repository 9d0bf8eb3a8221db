package org.winnow.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RejectionTest {
  @Test
  void cutsLongEvidenceWithoutSplittingACharacter() {
    assertThat(evidence("x".repeat(600))).isEqualTo("x".repeat(499) + "…");
    assertThat(evidence("x".repeat(498) + "😀".repeat(60))).isEqualTo("x".repeat(498) + "…");
    assertThat(evidence("x".repeat(500))).isEqualTo("x".repeat(500));
  }

  private static String evidence(String found) {
    return Rejection.ofRow("d", "f", 1, "read", "nul_byte", found).evidence();
  }
}
