package org.winnow.synth.lemma;

import static java.util.Objects.requireNonNull;

/**
 * What a teacher was asked about a candidate, and answered.
 *
 * @param stage what it was asked for
 * @param requestKey the request by its content, see {@link org.winnow.synth.teacher.RequestKey}
 * @param answer the text of the answer as it came
 */
public record Exchange(LemmaStage stage, String requestKey, String answer) {
  public Exchange {
    requireNonNull(stage, "stage is null");
    requireNonNull(requestKey, "requestKey is null");
    requireNonNull(answer, "answer is null");
  }
}
