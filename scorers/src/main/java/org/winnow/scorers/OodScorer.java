package org.winnow.scorers;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * Scores how far a sample is from what a tuned model was tuned on, by the likelihood ratio of two
 * models with the same tokens: the recipe's, which is the tuned one, and a reference, which is the
 * one before tuning.
 *
 * <pre>
 * S(x)   = ln p_reference(x) - ln p_model(x)               high: x is out of the domain
 * sequence              x = all tokens but the first
 * question              x = those of them that are not scored, templates included
 * answer_given_question x = the scored tokens, behind their question
 * answer                x = the last response alone
 * *_per_token           the same over the number of tokens
 * </pre>
 *
 * <p>Your Finetuned Large Language Model is Already a Powerful Out-of-distribution Detector, arXiv
 * 2404.08679.
 */
public final class OodScorer implements Scorer {
  private static final String REFERENCE = "reference";

  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "ood",
          "How far a sample is from what the model was tuned on, against the model before tuning.",
          "S(x) = ln p_reference(x) - ln p_model(x)",
          "Finetuned LLM as OOD detector, arXiv 2404.08679",
          List.of(
              ScorerOption.checkpoint(
                  REFERENCE, "The checkpoint before tuning; it has the same tokenizer.")),
          (options, decoder) ->
              List.of(
                  column("sequence", "nats", "Log likelihood ratio of the whole sample."),
                  column("sequence_per_token", "nats per token", "The same, per token."),
                  column("question", "nats", "Log likelihood ratio of what is not scored."),
                  column("answer_given_question", "nats", "Log likelihood ratio of the response."),
                  column(
                      "answer_given_question_per_token",
                      "nats per response token",
                      "The same, per token."),
                  column("answer", "nats", "Log likelihood ratio of the last response alone.")),
          OodScorer::new);

  private final String reference;

  private OodScorer(ScorerOptions options) {
    reference = options.word(REFERENCE);
  }

  private static ScoreColumn column(String name, String unit, String description) {
    return new ScoreColumn("ood." + name, unit, Direction.LOWER_IS_BETTER, description);
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FORWARD, Need.WHOLE_SAMPLE, Need.ANSWER_ALONE, Need.MODEL_VIEWS);
  }

  @Override
  public List<String> otherCheckpoints() {
    return List.of(reference);
  }

  @Override
  public double[] score(SampleSignals signals) {
    ModelView before = requireNonNull(signals.views().get(reference));
    ModelView tuned = requireNonNull(signals.views().get(SampleSignals.OWN_MODEL));
    double question = 0;
    double answer = 0;
    for (int i = 0; i < signals.scored().length; i++) {
      double ratio = tuned.crossEntropy()[i] - before.crossEntropy()[i];
      if (signals.scored()[i]) {
        answer += ratio;
      } else {
        question += ratio;
      }
    }
    boolean hasAnswer = tuned.answerAlone().isPresent() && before.answerAlone().isPresent();
    return new double[] {
      question + answer,
      (question + answer) / signals.scored().length,
      question,
      answer,
      answer / signals.tokens().count(),
      hasAnswer
          ? tuned.answerAlone().getAsDouble() - before.answerAlone().getAsDouble()
          : Double.NaN
    };
  }
}
