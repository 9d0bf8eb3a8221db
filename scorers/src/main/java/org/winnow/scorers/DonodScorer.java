package org.winnow.scorers;

import java.util.List;
import java.util.Set;
import org.winnow.scorers.checkpoint.DecoderSpec;

/**
 * Scores what one gradient step on the sample would do to the output head W: the change of its norm
 * (DON) and the norm of its change (NOD).
 *
 * <pre>
 * W'  = W - eta G,   G = gradient of the sample's mean loss at W
 * DON = ||W'|| - ||W||         NOD = ||W' - W|| = eta ||G||         (Frobenius norms)
 * </pre>
 *
 * <p>No step is taken. With {@code <W,G>} = mean over response tokens of loss minus entropy (where
 * logits are capped as c tanh(z / c): mean of the sum over v of (p_v - [v = y]) z_v / cosh(z_v /
 * c)^2),
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
  private static final String AFTER_MINUS_BEFORE = "after_minus_before";
  private static final String BEFORE_MINUS_AFTER = "before_minus_after";

  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "donod",
          "What one gradient step on the sample would do to the norm of the output head.",
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
                  "Which norm is subtracted from which in DON.")),
          DonodScorer::columns,
          DonodScorer::new);

  private final double learningRate;
  private final double sign;

  private DonodScorer(ScorerOptions options) {
    learningRate = options.number(LEARNING_RATE);
    sign = options.word(SIGN).equals(AFTER_MINUS_BEFORE) ? 1 : -1;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FORWARD, Need.HEAD_GRADIENT);
  }

  @Override
  public double[] score(SampleSignals signals) {
    HeadGradient head = signals.head().orElseThrow();
    double step = learningRate * StrictMath.sqrt(head.squaredNorm());
    double growth = step * step - 2 * learningRate * head.weightProduct();
    double before = StrictMath.sqrt(head.weightSquaredNorm());
    double after = StrictMath.sqrt(Math.max(0, head.weightSquaredNorm() + growth));
    return new double[] {sign * growth / (before + after), step};
  }

  private static List<ScoreColumn> columns(ScorerOptions options, DecoderSpec decoder) {
    return List.of(
        new ScoreColumn(
            "donod.don",
            "Frobenius norm of the output head",
            Direction.HIGHER_IS_BETTER,
            "Change of the output head's norm by one step (" + options.word(SIGN) + ")."),
        new ScoreColumn(
            "donod.nod",
            "Frobenius norm of the output head",
            Direction.LOWER_IS_BETTER,
            "Norm of the output head's change by one step."));
  }
}
