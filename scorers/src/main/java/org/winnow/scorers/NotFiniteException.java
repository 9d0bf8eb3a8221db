package org.winnow.scorers;

/** The model gave a number that is not finite for one sample, which therefore has no scores. */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure of one sample.
   *
   * @param message which number
   */
  public NotFiniteException(String message) {
    super(message);
  }

  /** Passes values on if all are finite. */
  public static double[] check(String name, double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new NotFiniteException(name + " is " + value);
      }
    }
    return values;
  }
}
