package org.winnow.transforms.features;

import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * One step of the fixed-point iteration for the Lewis weights of rows, which bound and replace
 * their l_p sensitivities {@code sup_x |a_i x|^p / ||A x||_p^p}:
 *
 * <pre>
 * w_i = (a_i' (A' diag(w)^(1 - 2/p) A + lambda I)^-1 a_i)^(p/2)
 * </pre>
 *
 * <p>The sum over all rows is at most the rank of A, with ridge 0 the rank itself. For p = 2 they
 * are the leverage. A step needs the matrix of the step before it alone, so that a pass over the
 * rows computes weights and adds up the next matrix at once. For p below 4 the iteration contracts
 * errors of log w by |1 - p/2| a step (Cohen and Peng, STOC 2015); see Woodruff and Yasuda, ICML
 * 2023, arXiv 2306.00732, for what sampling by them preserves.
 *
 * @param inverse of the matrix of the step before it, times {@code scale}
 * @param scale the factor that the matrix was added up with, so that no summand was above 1
 * @param nextScale the same for the next matrix
 * @param p from 1, below 4
 */
record LewisWeights(RidgeLeverage inverse, double scale, double nextScale, double p) {
  static final Coder<LewisWeights> CODER =
      DataCoder.of(
          "lewis weights",
          (weights, out) -> {
            RidgeLeverage.write(weights.inverse, out);
            out.writeDouble(weights.scale);
            out.writeDouble(weights.nextScale);
            out.writeDouble(weights.p);
          },
          in ->
              new LewisWeights(
                  RidgeLeverage.read(in), in.readDouble(), in.readDouble(), in.readDouble()));

  /** How exact weights are, in log w, when the iteration ends. */
  private static final double TOLERANCE = 1e-3;

  /** Number of steps after which weights are exact enough for sampling, from 1. */
  static int steps(double p) {
    double contraction = Math.abs(1 - p / 2);
    if (contraction == 0) {
      return 1;
    }
    return 1 + (int) Math.ceil(StrictMath.log(TOLERANCE) / StrictMath.log(contraction));
  }

  /**
   * The first step.
   *
   * @param gram of all rows
   */
  static LewisWeights first(Gram gram, double ridge, double p) {
    return of(gram, 1, ridge, p);
  }

  /**
   * The next step.
   *
   * @param gram the sum of the outer products of all rows, each times {@link #factor}
   */
  LewisWeights next(Gram gram, double ridge) {
    return of(gram, nextScale, ridge, p);
  }

  private static LewisWeights of(Gram gram, double scale, double ridge, double p) {
    RidgeLeverage inverse = RidgeLeverage.of(gram, ridge);
    int features = gram.size();
    // With |a_ij| <= 1: |a|^2 <= k, and |a|^2 / tr M <= a' M^-1 a <= |a|^2 tr M^-1.
    double greatest =
        p < 2
            ? StrictMath.pow(features, p / 2)
                * StrictMath.pow(gram.trace() / scale * (1 + ridge), (2 - p) / 2)
            : StrictMath.pow(features * scale * inverse.traceOfInverse(), (p - 2) / 2);
    return new LewisWeights(inverse, scale, greatest > 0 ? 1 / greatest : 1, p);
  }

  /**
   * The weight of a row after this step.
   *
   * @param row double[k], from -1 to 1
   */
  double weight(double[] row) {
    return StrictMath.pow(scale * inverse.form(row), p / 2);
  }

  /** What a row's outer product is multiplied with in the next matrix; 0 for a row of zeros. */
  double factor(double[] row) {
    double form = scale * inverse.form(row);
    return form > 0 ? nextScale * StrictMath.pow(form, (p - 2) / 2) : 0;
  }
}
