package org.winnow.scorers.checkpoint;

import java.util.List;

/**
 * How positions are rotated into queries and keys.
 *
 * @param theta base of the geometric series of frequencies
 * @param dimensions how many dimensions of a head are rotated, from the first on; even
 * @param scaling whether the frequencies are used as they are or stretched
 */
public record RopeSpec(double theta, int dimensions, Scaling scaling) {
  /** A change to the frequencies. */
  public sealed interface Scaling {
    /**
     * The frequency to use in place of {@code frequency}, in radians per token.
     *
     * @param pair which pair of dimensions it belongs to, counted from 0
     */
    double apply(double frequency, int pair);

    /** What sines and cosines are multiplied by. */
    default double amplitude() {
      return 1;
    }
  }

  /** Frequencies are used as they are. */
  public record Plain() implements Scaling {
    @Override
    public double apply(double frequency, int pair) {
      return frequency;
    }
  }

  /**
   * The stretch of Llama 3.1: long wavelengths are divided by a factor, short ones kept, and those
   * between are interpolated.
   *
   * @param factor by how much long wavelengths grow
   * @param lowFrequencyFactor wavelengths above {@code originalPositions / lowFrequencyFactor} are
   *     long
   * @param highFrequencyFactor wavelengths below {@code originalPositions / highFrequencyFactor}
   *     are short
   * @param originalPositions context length that the model was first trained with, in tokens
   */
  public record Llama3(
      double factor,
      double lowFrequencyFactor,
      double highFrequencyFactor,
      double originalPositions)
      implements Scaling {
    @Override
    public double apply(double frequency, int pair) {
      double wavelength = 2 * Math.PI / frequency;
      if (wavelength < originalPositions / highFrequencyFactor) {
        return frequency;
      }
      if (wavelength > originalPositions / lowFrequencyFactor) {
        return frequency / factor;
      }
      double smooth =
          (originalPositions / wavelength - lowFrequencyFactor)
              / (highFrequencyFactor - lowFrequencyFactor);
      return (1 - smooth) * frequency / factor + smooth * frequency;
    }
  }

  /**
   * LongRoPE within the context length that the model was first trained with: every pair of
   * dimensions has a divisor of its own.
   *
   * @param divisors one for each pair of dimensions
   * @param amplitude what sines and cosines are multiplied by
   */
  public record LongRope(List<Double> divisors, double amplitude) implements Scaling {
    public LongRope {
      divisors = List.copyOf(divisors);
    }

    @Override
    public double apply(double frequency, int pair) {
      return frequency / divisors.get(pair);
    }
  }

  /**
   * Angles of every position and pair of dimensions, in radians.
   *
   * <p>Frequencies and angles are rounded to float32 where the Hugging Face implementation rounds
   * them, so that long contexts agree.
   *
   * @return float[positions][dimensions / 2]
   */
  public float[][] angles(int positions) {
    float[] frequencies = new float[dimensions / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] =
          (float) scaling.apply((float) (1 / StrictMath.pow(theta, 2.0 * i / dimensions)), i);
    }
    float[][] angles = new float[positions][frequencies.length];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < frequencies.length; i++) {
        angles[position][i] = position * frequencies[i];
      }
    }
    return angles;
  }
}
