package org.winnow.synth.lemma;

import java.util.List;

/**
 * A solution that goes wrong, notices it and arrives at the right answer.
 *
 * @param id problem, source and number of the error, and strategy; no other trajectory has it
 * @param problemId the problem
 * @param question the problem's text
 * @param text the solution; to be learned as a plain answer to the question
 * @param source who made the error
 * @param number of the student's attempt or of the planted error, from 0
 * @param errorType of the error
 * @param errorStep the first wrong step of the wrong solution, from 1
 * @param prefix the wrong solution up to and including that step, as its author wrote it
 * @param strategy how it gets to the answer
 * @param transition the words at which it turns round
 * @param exchanges with the teacher, in the order of stages; the last answer is the text
 */
public record Trajectory(
    String id,
    String problemId,
    String question,
    String text,
    ErrorSource source,
    int number,
    ErrorType errorType,
    int errorStep,
    String prefix,
    Strategy strategy,
    String transition,
    List<Exchange> exchanges) {
  public Trajectory {
    exchanges = List.copyOf(exchanges);
    if (errorStep < 1) {
      throw new IllegalArgumentException(
          "trajectory " + id + ": errorStep must be >= 1, got " + errorStep);
    }
  }
}
