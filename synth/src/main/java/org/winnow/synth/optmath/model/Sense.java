package org.winnow.synth.optmath.model;

/** Whether the objective shall be small or large. */
public enum Sense {
  MINIMIZE,
  MAXIMIZE
}
