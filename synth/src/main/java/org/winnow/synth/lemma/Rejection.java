package org.winnow.synth.lemma;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A candidate that became no trajectory.
 *
 * @param problemId its problem
 * @param candidateId its name, as in {@link Trajectory#id}, as far as it had come
 * @param stage where it left
 * @param reason a {@link Reason}, or a {@link org.winnow.synth.teacher.FailureKind} where the
 *     teacher did not answer, by its label
 * @param evidence what was found, for a person to read
 * @param exchanges with the teacher up to there, in order; ends with the answer that was refused
 */
public record Rejection(
    String problemId,
    String candidateId,
    LemmaStage stage,
    String reason,
    String evidence,
    List<Exchange> exchanges) {
  public Rejection {
    requireNonNull(problemId, "problemId is null");
    requireNonNull(candidateId, "candidateId is null");
    requireNonNull(stage, "stage is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(evidence, "evidence is null");
    exchanges = List.copyOf(exchanges);
  }
}
