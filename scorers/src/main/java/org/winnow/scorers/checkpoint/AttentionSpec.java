package org.winnow.scorers.checkpoint;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How positions attend to each other, besides being causal.
 *
 * @param scale what the product of query and key is multiplied by
 * @param cap c, where a score s becomes {@code c tanh(s / c)} before the softmax; empty if scores
 *     are used as they are
 * @param layers what differs from layer to layer, first layer first
 */
public record AttentionSpec(double scale, OptionalDouble cap, List<Layer> layers) {
  /**
   * One layer.
   *
   * @param window how many positions are seen, the own one included; empty if all before are
   * @param rotary whether positions are rotated into queries and keys
   */
  public record Layer(OptionalInt window, boolean rotary) {}

  public AttentionSpec {
    layers = List.copyOf(layers);
  }
}
