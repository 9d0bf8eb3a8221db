package org.winnow.scorers.runtime;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.checkpoint.CheckpointException;

/**
 * Starts libtorch once, with one thread for each operation.
 *
 * <p>Parallelism comes from scoring several micro-batches at once. One thread for each operation
 * makes a result independent of the number of processors.
 */
public final class TorchRuntime {
  private static final String ENGINE = "PyTorch";

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

  /**
   * A manager of native memory on the chosen device; the caller closes it.
   *
   * @throws CheckpointException if the device is a GPU that this machine or build does not have
   */
  public static PtNDManager newManager(DeviceChoice choice) {
    Engine engine = start();
    int gpus = engine.getGpuCount();
    Device device =
        choice.gpuIndex().isPresent()
            ? Device.gpu(choice.gpuIndex().getAsInt())
            : choice.isAutomatic() && gpus > 0 ? Device.gpu(0) : Device.cpu();
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
