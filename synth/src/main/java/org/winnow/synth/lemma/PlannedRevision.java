package org.winnow.synth.lemma;

/**
 * A trajectory to be written.
 *
 * @param error where it starts from
 * @param strategy how it gets to the answer
 * @param transition the words at which it turns round
 */
record PlannedRevision(LocatedError error, Strategy strategy, String transition) implements Traced {
  @Override
  public Candidate candidate() {
    return error.candidate();
  }

  @Override
  public String id() {
    return candidate().id() + "/" + strategy.label();
  }
}
