package org.winnow.scorers;

import org.winnow.scorers.runtime.Precision;
import org.winnow.scorers.runtime.TorchRuntime;

/**
 * What kind of processor a model runs on. It settles the precision, and so the numbers: scores of
 * one kind are never taken for those of the other. Which GPU of several it is changes nothing.
 */
public enum DeviceKind {
  /** The CPU, in float32. */
  CPU("cpu", Precision.FLOAT32),

  /** A GPU, with matrix products in bfloat16. */
  GPU("gpu", Precision.BFLOAT16);

  private final String label;
  private final Precision precision;

  DeviceKind(String label, Precision precision) {
    this.label = label;
    this.precision = precision;
  }

  /**
   * What a choice means on this machine. Loads no model, and the native library only if {@code
   * auto} might mean a GPU: never if the native package is built for the CPU.
   */
  public static DeviceKind of(DeviceChoice choice) {
    return TorchRuntime.kindOf(choice);
  }

  /** How exactly a device of this kind multiplies matrices. */
  public Precision precision() {
    return precision;
  }

  @Override
  public String toString() {
    return label;
  }
}
