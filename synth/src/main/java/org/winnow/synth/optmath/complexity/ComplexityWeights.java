package org.winnow.synth.optmath.complexity;

/**
 * What each part of a {@link ModelShape} adds to the complexity of a model (Lu et al. 2025, arXiv
 * 2502.11102, equation 3.1):
 *
 * <pre>
 * S = a_bin N_bin + a_int N_int + a_cont N_cont + b_lin N_lin + b_indic N_indic + b_quad N_quad
 *     + b_gen N_gen + g_BigM f_BigM + d_expr L_expr
 * </pre>
 *
 * @param binary a_bin
 * @param integer a_int
 * @param continuous a_cont
 * @param linear b_lin
 * @param indicator b_indic
 * @param quadratic b_quad
 * @param general b_gen
 * @param bigM g_BigM; f_BigM is the number of such rows
 * @param terms d_expr; L_expr is the mean number of terms
 */
public record ComplexityWeights(
    double binary,
    double integer,
    double continuous,
    double linear,
    double indicator,
    double quadratic,
    double general,
    double bigM,
    double terms) {
  /** All weights 1, as in the paper's example. The weights behind its tiers are not published. */
  public static final ComplexityWeights ONES = new ComplexityWeights(1, 1, 1, 1, 1, 1, 1, 1, 1);

  /** The complexity of a model of this shape. */
  public double score(ModelShape shape) {
    return binary * shape.binaries()
        + integer * shape.integers()
        + continuous * shape.continuous()
        + linear * shape.linear()
        + indicator * shape.indicator()
        + quadratic * shape.quadratic()
        + general * shape.general()
        + bigM * shape.bigM()
        + terms * shape.terms();
  }
}
