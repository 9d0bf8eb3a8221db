package org.winnow.scorers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDManager;
import org.junit.jupiter.api.Test;
import org.winnow.scorers.runtime.TorchRuntime;

class DeviceKindTest {
  @Test
  void whatIsAskedForByNameNeedsNoMachine() {
    assertThat(DeviceKind.of(DeviceChoice.CPU)).isEqualTo(DeviceKind.CPU);
    assertThat(DeviceKind.of(new DeviceChoice("gpu:0"))).isEqualTo(DeviceKind.GPU);
    assertThat(DeviceKind.of(new DeviceChoice("gpu:7"))).isEqualTo(DeviceKind.GPU);
  }

  @Test
  void automaticMeansTheKindThatIsUsed() {
    DeviceKind kind = DeviceKind.of(DeviceChoice.AUTO);

    try (PtNDManager manager = TorchRuntime.newManager(DeviceChoice.AUTO)) {
      assertThat(manager.getDevice().isGpu()).isEqualTo(kind == DeviceKind.GPU);
    }
  }

  @Test
  void planFingerprintsLeaveTheDeviceToTheMachine() {
    String onCpu = plan(DeviceChoice.CPU).fingerprint();

    assertThat(plan(DeviceChoice.AUTO).fingerprint()).isEqualTo(onCpu);
    assertThat(plan(new DeviceChoice("gpu:1")).fingerprint()).isEqualTo(onCpu);
  }

  private static ScoringPlan plan(DeviceChoice device) {
    return ScoringPlan.of(
        new ModelSpec("builtin:reference", 64, device, WhenTooLong.REJECT), Deviations.SCORERS);
  }
}
