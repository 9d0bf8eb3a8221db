package org.winnow.synth.optmath.complexity;

/** The paper's targets for the mean complexity of instances; neighbours overlap. */
public enum Tier {
  EASY(25, 75),
  MEDIUM_EASY(50, 100),
  MEDIUM(75, 125),
  MEDIUM_HARD(100, 150),
  HARD(125, 175);

  private final double least;
  private final double most;

  Tier(double least, double most) {
    this.least = least;
    this.most = most;
  }

  /** The least complexity, included. */
  public double least() {
    return least;
  }

  /** The greatest complexity, included. */
  public double most() {
    return most;
  }

  /** Whether a complexity is within the bounds. */
  public boolean contains(double score) {
    return least <= score && score <= most;
  }
}
