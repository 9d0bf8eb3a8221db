package org.winnow.transforms.mix;

import java.io.Serializable;
import org.winnow.transforms.Amount;

/**
 * One phase of a mixture.
 *
 * @param temperature above 0: 1 keeps proportions, greater values even them out, infinite gives
 *     every domain the same
 * @param part of the mixture: a share of the whole, or a number
 */
public record MixPhase(double temperature, Amount part) implements Serializable {
  public MixPhase {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be > 0, got " + temperature);
    }
  }
}
