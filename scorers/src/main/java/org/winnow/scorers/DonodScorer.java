package org.winnow.scorers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.winnow.scorers.checkpoint.DecoderSpec;

/**
 * Scores what one gradient step on the sample would do to weights W: the change of their norm (DON)
 * and the norm of their change (NOD). W is the output head or, with {@code layers: all}, every
 * matrix in turn.
 *
 * <pre>
 * W'  = W - eta G,   G = gradient of the sample's mean loss at W
 * DON = ||W'|| - ||W||         NOD = ||W' - W|| = eta ||G||         (Frobenius norms)
 * </pre>
 *
 * <p>With {@code layers: all} both are summed over the output head and q, k, v, o, gate, up and
 * down of every layer; a matrix that is stored fused counts as its parts, a tied embedding as the
 * output head alone, biases, gains and the embedding not at all. This is how the measure is
 * defined; in practice the source takes the output layer.
 *
 * <p>No step is taken. For the head {@code <W,G>} = mean over response tokens of loss minus entropy
 * (where logits are capped as c tanh(z / c): mean of the sum over v of (p_v - [v = y]) z_v /
 * cosh(z_v / c)^2). In a layer with inputs X, outputs Y = X W' + b and the gradient D there, {@code
 * <W,G> = sum(D o (Y - b))} and {@code ||G||^2 = sum((X X') o (D D'))}. Then
 *
 * <pre>
 * DON = (eta^2 ||G||^2 - 2 eta &lt;W,G&gt;) / (||W|| + sqrt(||W||^2 - 2 eta &lt;W,G&gt; + eta^2 ||G||^2))
 * </pre>
 *
 * in float64; the plain difference of two norms would be rounding noise. |DON| never exceeds NOD.
 * The measure is that of DONOD, arXiv 2504.14810; for the sign see the module's README, 'Choices'.
 */
public final class DonodScorer implements Scorer {
  private static final String LEARNING_RATE = "learning_rate";
  private static final String SIGN = "sign";
  private static final String LAYERS = "layers";
  private static final String HEAD = "head";
  private static final String ALL = "all";
  private static final String AFTER_MINUS_BEFORE = "after_minus_before";
  private static final String BEFORE_MINUS_AFTER = "before_minus_after";

  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "donod",
          "What one gradient step on the sample would do to the norm of the output head, or of all matrices.",
          "DON = ||W - eta G|| - ||W||; NOD = eta ||G||",
          "DONOD, arXiv 2504.14810",
          List.of(
              ScorerOption.positiveNumber(
                  LEARNING_RATE,
                  "1e-5",
                  "The step size eta; it scales both columns and hardly changes their order."),
              ScorerOption.choice(
                  SIGN,
                  List.of(AFTER_MINUS_BEFORE, BEFORE_MINUS_AFTER),
                  "Which norm is subtracted from which in DON."),
              ScorerOption.choice(
                  LAYERS,
                  List.of(HEAD, ALL),
                  "The output head alone, or the sum over it and the seven matrices of every layer.")),
          DonodScorer::columns,
          DonodScorer::new);

  private final double learningRate;
  private final double sign;
  private final boolean everyLayer;

  private DonodScorer(ScorerOptions options) {
    learningRate = options.number(LEARNING_RATE);
    sign = options.word(SIGN).equals(AFTER_MINUS_BEFORE) ? 1 : -1;
    everyLayer = options.word(LAYERS).equals(ALL);
  }

  @Override
  public Set<Need> needs() {
    return everyLayer
        ? Set.of(
            Need.FORWARD,
            Need.HEAD_GRADIENT,
            Need.LAYER_GRADIENTS,
            Need.ALL_GRADIENTS,
            Need.WEIGHT_GRADIENTS)
        : Set.of(Need.FORWARD, Need.HEAD_GRADIENT);
  }

  @Override
  public double[] score(SampleSignals signals) {
    List<WeightGradient> gradients = new ArrayList<>();
    gradients.add(signals.head().orElseThrow());
    if (everyLayer) {
      gradients.addAll(signals.layers().orElseThrow().weights());
    }
    double don = 0;
    double nod = 0;
    for (WeightGradient gradient : gradients) {
      double step = learningRate * StrictMath.sqrt(gradient.squaredNorm());
      don += growth(gradient, step);
      nod += step;
    }
    return new double[] {sign * don, nod};
  }

  /**
   * The change of a matrix' norm by a step of that length; 0 of a matrix that is 0 and stays so.
   */
  private double growth(WeightGradient gradient, double step) {
    double squares = step * step - 2 * learningRate * gradient.weightProduct();
    double before = StrictMath.sqrt(gradient.weightSquaredNorm());
    double after = StrictMath.sqrt(Math.max(0, gradient.weightSquaredNorm() + squares));
    double norms = before + after;
    return norms == 0 ? 0 : squares / norms;
  }

  private static List<ScoreColumn> columns(ScorerOptions options, DecoderSpec decoder) {
    boolean all = options.word(LAYERS).equals(ALL);
    String unit = all ? "sum of Frobenius norms" : "Frobenius norm of the output head";
    String step = all ? " by one step, summed over all matrices" : " by one step";
    return List.of(
        new ScoreColumn(
            "donod.don",
            unit,
            Direction.HIGHER_IS_BETTER,
            "Change of the "
                + (all ? "norm" : "output head's norm")
                + step
                + " ("
                + options.word(SIGN)
                + ")."),
        new ScoreColumn(
            "donod.nod",
            unit,
            Direction.LOWER_IS_BETTER,
            "Norm of the " + (all ? "change" : "output head's change") + step + "."));
  }
}
