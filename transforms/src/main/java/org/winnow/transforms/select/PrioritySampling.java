package org.winnow.transforms.select;

/**
 * Priority sampling: exactly m rows, with chances that follow sizes (Duffield, Lund and Thorup,
 * Journal of the ACM 54, 2007).
 *
 * <p>With sizes {@code s_i > 0} and independent uniforms {@code u_i}, the m rows of least {@code
 * u_i / s_i} are drawn; let t be the (m+1)-th least. Given the draws of all other rows, a row is
 * drawn with probability {@code q_i = min(1, s_i t)}. With weights {@code 1 / q_i} every sum over
 * the drawn rows has the sum over all rows as its expectation, and different rows' weighted terms
 * are uncorrelated.
 */
final class PrioritySampling {
  private static final int SPARE_BITS = 11;

  private PrioritySampling() {}

  /**
   * The number that rows are drawn by, least first.
   *
   * @param bits 64 bits that the row drew
   * @param size above 0, finite
   */
  static double priority(long bits, double size) {
    // The middles of 2^53 equal parts: never 0 or 1.
    double uniform = ((bits >>> SPARE_BITS) + 0.5) * 0x1p-53;
    return uniform / size;
  }

  /**
   * The chance that a row of this size is drawn.
   *
   * @param next the priority of the first row that is not drawn
   */
  static double chance(double size, double next) {
    return Math.min(1, size * next);
  }
}
