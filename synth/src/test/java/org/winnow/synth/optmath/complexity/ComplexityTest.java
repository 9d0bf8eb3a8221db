package org.winnow.synth.optmath.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.winnow.synth.optmath.format.LpReader;
import org.winnow.synth.optmath.format.ModelTextException;

class ComplexityTest {
  /** Appendix B.1 of the paper. */
  @Test
  void theExampleOfThePaper() {
    ModelShape shape = new ModelShape(2, 2, 1, 3, 2, 1, 1, 2, 2.71);

    assertThat(ComplexityWeights.ONES.score(shape)).isCloseTo(16.71, within(1e-12));
  }

  @Test
  void eachWeightIsForItsOwnPart() {
    ModelShape shape = new ModelShape(1, 2, 3, 4, 5, 6, 7, 8, 9.5);
    ComplexityWeights powers = new ComplexityWeights(1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8);

    assertThat(powers.score(shape)).isEqualTo(1_037_654_321.0);
  }

  /**
   * By hand: b is binary by type and k by its bounds; of the rows, on and off are switched by b (20
   * is ten times 2, 9 is not ten times 1), and c3 has binary variables only. 2 + 2 + 2 + 2 + 2
   * terms in 4 rows and the objective.
   */
  @Test
  void readsTheShapeOffAModel() throws ModelTextException {
    ModelShape shape =
        ModelShape.of(
            LpReader.read(
                """
                max x + n
                st
                 on: 2 x - 20 b <= 0
                 weak: n - 9 b <= 0
                 off: x + 1000 b >= 3
                 c3: b + 100 k <= 100
                bounds
                 k <= 1
                generals
                 n k
                binaries
                 b
                end
                """));

    assertThat(shape).isEqualTo(new ModelShape(2, 1, 1, 4, 0, 0, 0, 2, 2.0));
  }

  @Test
  void tiersIncludeTheirBounds() {
    assertThat(Tier.EASY.contains(25)).isTrue();
    assertThat(Tier.EASY.contains(75)).isTrue();
    assertThat(Tier.EASY.contains(75.001)).isFalse();
    assertThat(Tier.HARD.contains(124.9)).isFalse();
  }
}
