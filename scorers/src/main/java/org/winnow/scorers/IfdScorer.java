package org.winnow.scorers;

import java.util.List;
import java.util.Set;

/**
 * Scores how much the instruction helps to predict the response: instruction-following difficulty,
 * in its two published and inequivalent forms.
 *
 * <pre>
 * A = the last response alone: begin-of-sequence token, its tokens, end-of-turn token
 * loss_ratio       = loss(R) / loss(A)                 Cherry LLM, arXiv 2308.12032
 * perplexity_ratio = exp(loss(R) - loss(A))            Superfiltering, arXiv 2402.00530
 * </pre>
 *
 * <p>Both are below 1 where the conversation helps. The sources keep the highest below 1: hard, and
 * still about its instruction. loss(R) is the mean over all response tokens, so in a conversation
 * of several responses the numerator covers all of them. Empty where A leaves nothing to predict.
 */
public final class IfdScorer implements Scorer {
  private static final double LEAST_LOSS = 1e-12;

  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "ifd",
          "How much the instruction helps to predict the response.",
          "loss_ratio = loss(R) / loss(A); perplexity_ratio = exp(loss(R) - loss(A))",
          "Cherry LLM, arXiv 2308.12032; Superfiltering, arXiv 2402.00530",
          List.of(),
          (options, decoder) ->
              List.of(
                  new ScoreColumn(
                      "ifd.loss_ratio",
                      "ratio",
                      Direction.HIGHER_IS_BETTER,
                      "Loss in the conversation over loss alone; drop what is above 1."),
                  new ScoreColumn(
                      "ifd.perplexity_ratio",
                      "ratio",
                      Direction.HIGHER_IS_BETTER,
                      "Perplexity in the conversation over perplexity alone; drop what is above 1."),
                  new ScoreColumn(
                      "ifd.answer_loss",
                      "nats per token",
                      Direction.NEUTRAL,
                      "Mean cross-entropy of the last response alone.")),
          options -> new IfdScorer());

  private IfdScorer() {}

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FORWARD, Need.ANSWER_ALONE);
  }

  @Override
  public double[] score(SampleSignals signals) {
    if (signals.answerAloneLoss().isEmpty()) {
      return new double[] {Double.NaN, Double.NaN, Double.NaN};
    }
    double alone = signals.answerAloneLoss().getAsDouble();
    double loss = signals.tokens().meanLoss();
    return new double[] {
      alone < LEAST_LOSS ? Double.NaN : loss / alone, StrictMath.exp(loss - alone), alone
    };
  }
}
