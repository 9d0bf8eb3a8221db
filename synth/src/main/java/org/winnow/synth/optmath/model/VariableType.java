package org.winnow.synth.optmath.model;

/** Which numbers a variable takes. */
public enum VariableType {
  /** 0 or 1. */
  BINARY,
  /** Whole numbers within the bounds. */
  INTEGER,
  /** All numbers within the bounds. */
  CONTINUOUS
}
