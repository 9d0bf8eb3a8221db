package org.winnow.runners.schedule;

/** What becomes of a time that passed while the last refresh ran, or the machine slept. */
public enum Misfire {
  /** One refresh as soon as possible, however many times were missed. */
  RUN,
  /** None: the next time is the next one to come. */
  SKIP
}
