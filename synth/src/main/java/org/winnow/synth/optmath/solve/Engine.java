package org.winnow.synth.optmath.solve;

/** A solver of OR-Tools. They share no code for search, so that one can check the other. */
public enum Engine {
  /** SCIP: stops after a number of nodes as well as after a time. */
  SCIP("scip"),
  /** HiGHS: stops after a time only. */
  HIGHS("highs");

  private final String label;

  Engine(String label) {
    this.label = label;
  }

  /** OR-Tools' name. */
  String label() {
    return label;
  }
}
