package org.winnow.synth.lemma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorDistributionTest {
  private static final List<ErrorType> ERRORS = new ArrayList<>();

  static {
    ERRORS.addAll(Collections.nCopies(40, ErrorType.QUESTION_MISINTERPRETATION));
    ERRORS.addAll(Collections.nCopies(25, ErrorType.CALCULATION_ERROR));
    ERRORS.addAll(Collections.nCopies(3, ErrorType.MISSING_STEP));
    ERRORS.addAll(Collections.nCopies(500, ErrorType.OPERATOR_ERROR)); // is never planted
  }

  /** 68 errors that can be planted, so the denominator is 74. */
  @Test
  void probabilitiesAreTheSmoothedShares() {
    ErrorDistribution distribution = ErrorDistribution.of(ERRORS);

    assertThat(distribution.probability(ErrorType.QUESTION_MISINTERPRETATION)).isEqualTo(41.0 / 74);
    assertThat(distribution.probability(ErrorType.CALCULATION_ERROR)).isEqualTo(26.0 / 74);
    assertThat(distribution.probability(ErrorType.MISSING_STEP)).isEqualTo(4.0 / 74);
    assertThat(distribution.probability(ErrorType.COUNTING_ERROR)).isEqualTo(1.0 / 74);
    assertThat(distribution.probability(ErrorType.OPERATOR_ERROR)).isZero();
    assertThat(ErrorDistribution.of(List.of()).probability(ErrorType.MISSING_STEP))
        .isEqualTo(1.0 / 6);
  }

  /** 40,000 draws; four standard deviations of a share are at most 4 * sqrt(0.25 / 40000). */
  @Test
  void drawsFollowTheProbabilities() {
    ErrorDistribution distribution = ErrorDistribution.of(ERRORS);
    List<ErrorType> drawn = new ArrayList<>();
    for (int problem = 0; problem < 10_000; problem++) {
      drawn.addAll(distribution.draw(11, "problem " + problem, 4));
    }

    for (ErrorType type : ErrorType.values()) {
      assertThat(Collections.frequency(drawn, type) / 40_000.0)
          .isCloseTo(distribution.probability(type), within(0.01));
    }
  }

  @Test
  void aDrawDependsOnSeedProblemAndNumberOnly() {
    ErrorDistribution distribution = ErrorDistribution.of(ERRORS);

    List<ErrorType> eight = distribution.draw(1, "p", 8);

    assertThat(distribution.draw(1, "p", 3)).isEqualTo(eight.subList(0, 3));
    assertThat(distribution.draw(1, "p", 8)).isEqualTo(eight);
    assertThat(distribution.draw(2, "p", 8)).isNotEqualTo(eight);
    assertThat(distribution.draw(1, "q", 8)).isNotEqualTo(eight);
  }

  @Test
  void refusesCountsOfOtherTypes() {
    assertThatThrownBy(() -> new ErrorDistribution(Map.of(ErrorType.OPERATOR_ERROR, 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OPERATOR_ERROR");
  }
}
