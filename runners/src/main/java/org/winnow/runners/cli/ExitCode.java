package org.winnow.runners.cli;

/** How a command ended, for those who call it from a script. */
public enum ExitCode {
  /** All is done. */
  DONE(0),
  /** The command line or the recipe is wrong. */
  RECIPE(2),
  /** The data does not allow what the recipe asks for. */
  DATA(3),
  /** Something failed while running. */
  RUNTIME(4),
  /**
   * A limit of the recipe ended it: a budget is spent, and what there was by then is published; or
   * an expectation does not hold, and nothing is.
   */
  LIMIT(5),
  /** Answers are missing that are not to be asked for now; nothing is published. */
  UNANSWERED(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The process's exit code. */
  public int number() {
    return number;
  }
}
