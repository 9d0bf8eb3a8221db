package org.winnow.runners.schedule;

import java.util.Locale;

/** How an attempt to refresh ended. */
public enum Outcome {
  /** A new version is the latest. */
  PUBLISHED(true, false),
  /** Nothing changed. */
  UNCHANGED(true, false),
  /** What would have been made was rolled back before. */
  TAKEN_BACK(true, false),
  /** An expectation of the recipe does not hold: the same data will not do any better. */
  REFUSED(false, false),
  /** The recipe cannot be carried out as it is written. */
  RECIPE(false, false),
  /** The data does not allow what the recipe asks for. */
  DATA(false, false),
  /** Another refresh is at work on the dataset, or somebody on its input. */
  BUSY(false, true),
  /** Something failed: a file system, a machine, a cluster, Winnow. */
  FAILED(false, true);

  private final boolean isGood;
  private final boolean mayPass;

  Outcome(boolean isGood, boolean mayPass) {
    this.isGood = isGood;
    this.mayPass = mayPass;
  }

  /** Whether the dataset is as it should be. */
  public boolean isGood() {
    return isGood;
  }

  /** Whether trying again soon may end better. */
  public boolean mayPass() {
    return mayPass;
  }

  /** The name that people and programs read. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
