package org.winnow.synth.optmath.model;

/** How the two sides of a row compare. */
public enum Relation {
  LESS_OR_EQUAL("<="),
  EQUAL("="),
  GREATER_OR_EQUAL(">=");

  private final String sign;

  Relation(String sign) {
    this.sign = sign;
  }

  /** The sign in LP format: {@code <=}, {@code =} or {@code >=}. */
  public String sign() {
    return sign;
  }
}
