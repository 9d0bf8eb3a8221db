package org.winnow.synth.rule;

/** No rule answers a request. Never leaves the package. */
final class Declined extends Exception {
  private static final long serialVersionUID = 1L;

  Declined(String message) {
    super(message);
  }
}
