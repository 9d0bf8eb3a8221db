package org.winnow.pipelines.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrialResultTest {
  /** From a printed table of Student's t: 12.7062 at one degree of freedom, 4.3027 at two. */
  @Test
  void intervalsAreStudents() {
    Interval two = Interval.of(List.of(1.0, 3.0));
    assertThat(two.mean()).isEqualTo(2);
    // Standard deviation sqrt(2), standard error 1.
    assertThat(two.halfWidth().orElseThrow()).isCloseTo(12.7062, within(1e-4));
    assertThat(two.excludesZero()).isFalse();

    Interval three = Interval.of(List.of(9.0, 10.0, 11.0));
    assertThat(three.halfWidth().orElseThrow()).isCloseTo(4.3027 / Math.sqrt(3), within(1e-4));
    assertThat(three.excludesZero()).isTrue();

    assertThat(Interval.of(List.of(5.0))).isEqualTo(new Interval(5, OptionalDouble.empty()));
    assertThat(Interval.of(List.of(5.0)).excludesZero()).isFalse();
  }

  @Test
  void gainsAreTakenRepetitionByRepetition() {
    TrialResult result =
        new TrialResult(
            List.of(
                measured(Arm.CURATED, 1, 2.0, 0.3),
                measured(Arm.CURATED, 2, 4.0, 0.5),
                measured(Arm.RANDOM, 1, 2.5, 0.2),
                measured(Arm.RANDOM, 2, 4.5, 0.4),
                measured(Arm.EVERYTHING, 1, 1.0, 0.3),
                measured(Arm.EVERYTHING, 2, 5.0, 0.5)));

    // The arms spread by 2, the differences do not spread at all.
    assertThat(result.lossGain(Arm.RANDOM).mean()).isEqualTo(0.5);
    assertThat(result.lossGain(Arm.RANDOM).halfWidth().orElseThrow()).isZero();
    assertThat(result.lossGain(Arm.RANDOM).excludesZero()).isTrue();
    assertThat(result.accuracyGain(Arm.RANDOM).orElseThrow().mean()).isCloseTo(0.1, within(1e-12));
    assertThat(result.lossGain(Arm.EVERYTHING).mean()).isZero();
    assertThat(result.loss(Arm.CURATED).mean()).isEqualTo(3);
    assertThat(result.rows(Arm.RANDOM)).isEqualTo(10);
  }

  private static Measured measured(Arm arm, int repetition, double loss, double accuracy) {
    return new Measured(arm, repetition, 10, loss, OptionalDouble.of(accuracy));
  }
}
