package org.winnow.synth.optmath.problems;

/** The paper's groups of seed classes. */
public enum ProblemGroup {
  ASSIGNMENT,
  COMBINATORIAL,
  CUTTING_AND_PACKING,
  DOMAIN_SPECIFIC,
  FACILITY,
  FINANCE_AND_REVENUE,
  NETWORK,
  PRODUCTION_AND_SCHEDULING,
  TRANSPORT_AND_ROUTING
}
