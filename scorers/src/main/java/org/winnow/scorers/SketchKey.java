package org.winnow.scorers;

/**
 * What decides on the signs of a gradient sketch.
 *
 * @param seed fixes the signs
 * @param width numbers of a sketch, a square from 4
 */
public record SketchKey(long seed, int width) {
  /**
   * Checks the width.
   *
   * @throws IllegalArgumentException if it is no square, or below 4
   */
  public SketchKey {
    int side = root(width);
    if (side < 2 || side * side != width) {
      throw new IllegalArgumentException("width must be a square number >= 4, got " + width);
    }
  }

  /** The root of the width: into how many rows and columns a gradient is projected. */
  public int side() {
    return root(width);
  }

  private static int root(int width) {
    return (int) Math.round(Math.sqrt(Math.max(0, width)));
  }
}
