package org.winnow.scorers.runtime;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.util.List;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.checkpoint.CheckpointException;

/**
 * Starts libtorch once, with one thread for each operation.
 *
 * <p>Parallelism comes from scoring several micro-batches at once. One thread for each operation
 * makes a result independent of the number of processors.
 */
public final class TorchRuntime {
  private static final String ENGINE = "PyTorch";

  /** Variables and properties by which DJL takes another native library than the package's. */
  private static final List<String> OVERRIDES = List.of("PYTORCH_LIBRARY_PATH", "PYTORCH_VERSION");

  private TorchRuntime() {}

  /** Loads the native library if that has not happened yet. */
  static synchronized Engine start() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    Engine engine = Engine.getEngine(ENGINE);
    if (JniUtils.getNumThreads() != 1) {
      JniUtils.setNumThreads(1);
    }
    return engine;
  }

  /** The kind of device that a choice means here, see {@link DeviceKind#of}. */
  public static DeviceKind kindOf(DeviceChoice choice) {
    if (choice.gpuIndex().isPresent()) {
      return DeviceKind.GPU;
    }
    if (!choice.isAutomatic() || isBuiltForCpu()) {
      return DeviceKind.CPU;
    }
    return start().getGpuCount() > 0 ? DeviceKind.GPU : DeviceKind.CPU;
  }

  /** Whether libtorch will come from a package that knows no GPU; the package tells by its name. */
  private static boolean isBuiltForCpu() {
    Platform platform = Platform.detectPlatform("pytorch");
    return OVERRIDES.stream().allMatch(name -> Utils.getEnvOrSystemProperty(name) == null)
        && !platform.isPlaceholder()
        && platform.getFlavor().startsWith("cpu");
  }

  /**
   * A manager of native memory on the chosen device; the caller closes it.
   *
   * @throws CheckpointException if the device is a GPU that this machine or build does not have
   */
  public static PtNDManager newManager(DeviceChoice choice) {
    Engine engine = start();
    int gpus = engine.getGpuCount();
    Device device =
        switch (kindOf(choice)) {
          case CPU -> Device.cpu();
          case GPU -> Device.gpu(choice.gpuIndex().orElse(0));
        };
    if (device.isGpu() && device.getDeviceId() >= gpus) {
      throw new CheckpointException(
          "device " + choice + " is not available: libtorch sees " + gpus + " GPUs");
    }
    return (PtNDManager) engine.newBaseManager(device);
  }

  /**
   * Prepares the calling thread: operations record gradients, and TorchScript runs as written. The
   * profiling optimiser would fuse differently on later calls than on the first ones.
   */
  public static void prepareThread() {
    JniUtils.setGradMode(true);
    JniUtils.setGraphExecutorOptimize(false);
  }
}
