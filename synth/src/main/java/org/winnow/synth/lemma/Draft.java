package org.winnow.synth.lemma;

/**
 * A trajectory that is not yet smooth.
 *
 * @param candidate where it comes from
 * @param plan what was to be written
 * @param revision what was written
 */
record Draft(Candidate candidate, PlannedRevision plan, Revision revision) implements Traced {
  @Override
  public String id() {
    return plan.id();
  }
}
