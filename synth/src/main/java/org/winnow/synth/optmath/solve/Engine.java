package org.winnow.synth.optmath.solve;

/** A solver of OR-Tools. They share no code for search, so that one can check the other. */
public enum Engine {
  /** SCIP. */
  SCIP("scip", "limits/totalnodes = "),
  /**
   * HiGHS. Its gap of 10^-4 would be more than two optima may differ, and its threads are shared by
   * the whole process. It writes a line to standard output now and then, which cannot be turned
   * off.
   */
  HIGHS("highs", "output_flag = false\nthreads = 1\nmip_rel_gap = 0\nmip_max_nodes = ");

  private final String label;
  private final String parameters;

  Engine(String label, String parameters) {
    this.label = label;
    this.parameters = parameters;
  }

  /** OR-Tools' name. */
  String label() {
    return label;
  }

  /** The engine's own parameters, one a line. */
  String parameters(SolveLimits limits) {
    return parameters + limits.nodes();
  }
}
