package org.winnow.scorers;

import java.io.Serializable;
import java.util.OptionalInt;

/**
 * Where the model runs.
 *
 * @param label {@code auto}, {@code cpu} or {@code gpu:N}; {@code auto} is the first GPU if
 *     libtorch sees one, else the CPU
 */
public record DeviceChoice(String label) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The first GPU if there is one, else the CPU. */
  public static final DeviceChoice AUTO = new DeviceChoice("auto");

  /** The CPU. */
  public static final DeviceChoice CPU = new DeviceChoice("cpu");

  public DeviceChoice {
    if (!label.matches("auto|cpu|gpu:[0-9]{1,3}")) {
      throw new IllegalArgumentException("device must be auto, cpu or gpu:N, got '" + label + "'");
    }
  }

  /** Whether the machine decides. */
  public boolean isAutomatic() {
    return label.equals("auto");
  }

  /** The GPU's number, if a GPU is asked for. */
  public OptionalInt gpuIndex() {
    return label.startsWith("gpu:")
        ? OptionalInt.of(Integer.parseInt(label.substring("gpu:".length())))
        : OptionalInt.empty();
  }

  @Override
  public String toString() {
    return label;
  }
}
