package org.winnow.scorers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.winnow.scorers.runtime.Precision;

/**
 * The first GPU against the CPU on the reference checkpoint. Part of the builds for CUDA only, and
 * there a machine without a GPU fails it.
 */
@Tag("gpu")
class DeviceGpuTest {
  private static final DeviceChoice FIRST_GPU = new DeviceChoice("gpu:0");

  @Test
  void theMachineChoosesItsGpu() {
    assertThat(DeviceKind.of(DeviceChoice.AUTO)).isEqualTo(DeviceKind.GPU);
  }

  @Test
  void bothAgreeInFloat32() {
    Map<String, Double> deviations =
        Deviations.of(
            score(DeviceChoice.CPU, Precision.FLOAT32), score(FIRST_GPU, Precision.FLOAT32));

    deviations.forEach(
        (column, deviation) ->
            assertThat(deviation).as(column).isLessThanOrEqualTo(inFloat32(column)));
  }

  @Test
  void inItsOwnPrecisionTheGpuIsAsFarOffAsBfloat16Is() {
    Map<String, Double> deviations =
        Deviations.of(
            score(DeviceChoice.CPU, Precision.FLOAT32),
            score(FIRST_GPU, DeviceKind.GPU.precision()));

    deviations.forEach(
        (column, deviation) ->
            assertThat(deviation)
                .as(column)
                .isLessThanOrEqualTo(Deviations.allowedInBfloat16(column)));
  }

  @Test
  void largeMicroBatchesAndSmallOnesAgreeOnAGpu() {
    ScoringPlan plan = plan(FIRST_GPU);
    BatchScores small = score(plan, EngineSettings.withWorkers(1), Precision.FLOAT32);
    BatchScores large = score(plan, EngineSettings.standard(DeviceKind.GPU), Precision.FLOAT32);

    Deviations.of(small, large)
        .forEach(
            (column, deviation) ->
                assertThat(deviation).as(column).isLessThanOrEqualTo(inFloat32(column)));
  }

  /** Sums in another order; singular values and norms of gradients lose more than losses. */
  private static double inFloat32(String column) {
    if (column.startsWith("text.")) {
      return 0;
    }
    return column.startsWith("spectrum.") || column.startsWith("donod.") ? 1e-3 : 1e-4;
  }

  private static BatchScores score(DeviceChoice device, Precision precision) {
    return score(plan(device), EngineSettings.withWorkers(1), precision);
  }

  private static BatchScores score(ScoringPlan plan, EngineSettings settings, Precision precision) {
    try (ScoringEngine engine = ScoringEngine.open(plan, settings, precision)) {
      return engine.score(Fixtures.goldenSamples());
    }
  }

  private static ScoringPlan plan(DeviceChoice device) {
    return ScoringPlan.of(
        new ModelSpec("builtin:reference", 1024, device, WhenTooLong.TRUNCATE_PROMPT),
        Deviations.SCORERS);
  }
}
