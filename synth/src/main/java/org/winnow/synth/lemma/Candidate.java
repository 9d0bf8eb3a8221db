package org.winnow.synth.lemma;

import java.util.List;
import java.util.stream.Stream;

/**
 * A wrong solution on its way to a trajectory: where it comes from, and what was said about it.
 *
 * @param solved what it solves
 * @param source who made the error
 * @param number of the attempt or of the planted error, from 0
 * @param exchanges with the teacher so far, in order
 */
record Candidate(SolvedProblem solved, ErrorSource source, int number, List<Exchange> exchanges) {
  Candidate {
    exchanges = List.copyOf(exchanges);
  }

  /** An attempt of a student, or an error to be planted. */
  static Candidate of(SolvedProblem solved, ErrorSource source, int number) {
    return new Candidate(solved, source, number, List.of());
  }

  MathProblem problem() {
    return solved.problem();
  }

  /** Its name; no other candidate has it. */
  String id() {
    return problem().id() + "/" + source.label() + "-" + number;
  }

  Candidate with(Exchange exchange) {
    return new Candidate(
        solved, source, number, Stream.concat(exchanges.stream(), Stream.of(exchange)).toList());
  }
}
