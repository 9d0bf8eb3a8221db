package org.winnow.synth.lemma;

/** Something on its way to a trajectory that knows where it comes from. */
interface Traced {
  /** The wrong solution it comes from, with all that was said about it. */
  Candidate candidate();

  /** Its name; nothing else at the same stage has it. */
  default String id() {
    return candidate().id();
  }
}
