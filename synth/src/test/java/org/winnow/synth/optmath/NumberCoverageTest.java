package org.winnow.synth.optmath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.winnow.synth.optmath.format.LpReader;
import org.winnow.synth.optmath.format.ModelTextException;
import org.winnow.synth.optmath.model.Model;

class NumberCoverageTest {
  private static Model model() throws ModelTextException {
    return LpReader.read(
        """
        min 2.50 x - 1200 y + 7
        st
         x + y >= 0.4
        bounds
         x <= 30
         -5 <= y <= 1
        end
        """);
  }

  @Test
  void findsNumbersHoweverTheyAreWritten() throws ModelTextException {
    String text = "Paying $2.5, 1,200.00 or 7; at least 0.40 (x up to 030). Losses end at 5.";

    assertThat(NumberCoverage.missing(model(), text)).isEmpty();
  }

  @Test
  void partsOfOtherNumbersAreNotEnough() throws ModelTextException {
    String text = "12.5 and 11200 and 77, 10.4, 300 and 55";

    assertThat(NumberCoverage.missing(model(), text))
        .containsExactly(0.4, 2.5, 5.0, 7.0, 30.0, 1200.0);
  }
}
